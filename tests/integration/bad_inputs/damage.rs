//! Damage to real pages: the program reports it, and never panics.

use std::fs;

use crate::support::{Site, repository, tree};

/// The showcase, its lines swapped, doubled, cut and lost: whatever an editor's slip can make of
/// real pages.
#[test]
fn no_damage_to_real_pages_makes_the_program_panic() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = move |limit: usize| {
        // xorshift (Marsaglia 2003): the same numbers in every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % limit.max(1) as u64).expect("it is below the limit")
    };
    for round in 0..6 {
        let site = Site::new();
        for (path, bytes) in tree(&repository().join("content")) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let is_text = path.ends_with(".md") || path.ends_with(".yaml");
            let damaged = if is_text { damage(&text, &mut below) } else { text };
            site.write(&format!("content/{path}"), damaged);
        }
        let settings =
            fs::read_to_string(repository().join("fieldguide.yaml")).expect("it is there");
        // In every second round the settings too.
        let settings = if round % 2 == 0 { settings } else { damage(&settings, &mut below) };
        site.write("fieldguide.yaml", settings);
        let ran = site.run(&["check", "--color", "never"]);
        assert!(ran.code == 1, "exit {}: {}", ran.code, ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        let short = site.run(&["check", "--format", "short", "--quiet"]).err;
        for line in short.lines() {
            assert!(line.contains("error[") || line.contains("warning["), "{line}");
        }
    }
}

fn damage(text: &str, below: &mut impl FnMut(usize) -> usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..3 {
        let (one, other) = (below(lines.len()), below(lines.len()));
        match below(6) {
            0 => lines.swap(one, other),
            1 => drop(lines.remove(one)),
            2 => lines.insert(other, lines[one].clone()),
            3 => lines[one] = lines[one].chars().take(below(20)).collect(),
            4 => lines[one].insert(0, ['\t', ' ', '"', '[', '-', '#'][below(6)]),
            _ => lines[one] = lines[one].replace(['"', ']', ')', ':'], ""),
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\n")
}
