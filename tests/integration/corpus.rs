//! Large trees of Markdown that other projects wrote, for whoever has some at hand.

use super::support::program;

/// `FIELDGUIDE_CORPUS=DIR:DIR cargo test corpus -- --ignored --nocapture` checks each folder, with all
/// rules, and prints what a reader of the findings needs: a few of each kind.
#[test]
#[expect(clippy::print_stdout, reason = "whoever runs it reads the findings")]
#[ignore = "needs trees that are not part of the project: FIELDGUIDE_CORPUS=DIR:DIR"]
fn other_peoples_trees_are_checked_to_the_end() {
    let set = std::env::var_os("FIELDGUIDE_CORPUS").expect("FIELDGUIDE_CORPUS names the folders");
    // Without settings, whatever those of the folder we are in may say.
    let nothing = super::support::Site::new();
    for folder in std::env::split_paths(&set) {
        let ran = program()
            .current_dir(nothing.root())
            .args(["check", "--advice", "--format", "short", "--content"])
            .arg(&folder)
            .output()
            .expect("it starts");
        let told = String::from_utf8_lossy(&ran.stderr);
        let last = told.lines().rev().take(40).collect::<Vec<_>>().join("\n");
        assert!(matches!(ran.status.code(), Some(0 | 1)), "{}\n{last}", folder.display());
        assert!(!told.contains("panicked"), "{}\n{last}", folder.display());
        let summary = told.lines().find(|line| line.contains(" pages")).expect("a summary");
        println!("{}: {summary}", folder.display());
        let mut counts = std::collections::BTreeMap::<&str, usize>::new();
        for line in told.lines() {
            let code = line.split_once('[').and_then(|(_, rest)| rest.split_once("]: "));
            let Some((code, _)) = code else { continue };
            let count = counts.entry(code).or_default();
            *count += 1;
            // Not only those at the beginning of the tree.
            if count.is_power_of_two() {
                println!("{line}");
            }
        }
    }
}
