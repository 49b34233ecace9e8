# The daily commands; CONTRIBUTING.md explains them. `just` lists them.

_list:
    @just --list --unsorted

# Compile without making a program.
check:
    cargo check --all-targets

# Show the sample site; `just serve --root docs --port 4001` shows the manual.
serve *arguments:
    cargo run -- serve --open {{ arguments }}

# Run tests: all, a suite, or some of a suite, such as `just test browser search-box`.
test *arguments:
    tests/run {{ arguments }}

# Run Rust tests by name, such as `just one bad_inputs::config_nul`.
one name:
    cargo test --test integration {{ name }}

# Write down what bad inputs and small sites give now; read the difference.
bless name="bad_inputs:: golden::":
    FIELDGUIDE_BLESS=1 cargo test --test integration -- {{ name }}
    git diff --stat -- tests

# Format the Rust source.
fmt:
    cargo fmt

# Check the format and the lints.
lint:
    cargo fmt --check
    cargo clippy --quiet --all-targets -- --deny warnings

# Check what is known of the dependencies (needs cargo-deny).
deny:
    cargo deny --locked check

# Run what a change must pass.
ci:
    .ci/run
