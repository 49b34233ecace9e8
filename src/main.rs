//! The process: hand the arguments to the library, return its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    fieldguide::run()
}
