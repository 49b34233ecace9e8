//! The process: hand the arguments to the library, return its code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A build makes and drops millions of small strings on all threads; this allocator does it with less work than
/// those of most systems.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    fieldguide::run()
}
