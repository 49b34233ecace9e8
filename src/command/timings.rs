//! The times, sizes and memory of a build by stage: in one line, or as tables for `--timings`.

use super::Terminal;
use super::terminal::{Passed, count, duration};
use crate::index::{Index, Sizes};
use crate::pipeline::{Build, Stage};
use crate::write::CommitSummary;

/// Whether a build shows tables of its stages and of its index.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timings {
    Shown,
    Brief,
}

/// The sizes of the parts of a site.
pub(super) struct Figures {
    /// Bytes of pages.
    pub(super) rendered: u64,
    pub(super) indexes: Vec<Index>,
    /// The files of the search, by kind.
    pub(super) sizes: Sizes,
}

/// Says the time of each stage in one line.
pub(super) fn say(passed: &[Passed], terminal: &Terminal) {
    let times = passed.iter().map(|one| format!("{} {}", one.stage.name(), duration(one.time)));
    terminal.say(&format!("  {}", times.collect::<Vec<_>>().join(", ")));
}

/// Prints the tables.
pub(super) fn show(
    passed: &[Passed],
    build: &Build,
    written: &CommitSummary,
    figures: &Figures,
    terminal: &Terminal,
) {
    let indexed = figures.sizes.values().map(|(_, bytes)| bytes).sum();
    let read = build.sources.files().map(|file| file.text.len() as u64).sum();
    row(["stage", "seconds", "bytes", "peak MB"], terminal);
    for Passed { stage, time, peak_memory } in passed {
        let bytes = match stage {
            Stage::Read => Some(read),
            Stage::Render => Some(figures.rendered),
            Stage::Index => Some(indexed),
            Stage::Write => Some(written.bytes),
            _ => None,
        };
        let memory = peak_memory.map(|bytes| bytes / 1_000_000);
        let seconds = format!("{:.3}", time.as_secs_f64());
        row([stage.name(), &seconds, &cell(bytes), &cell(memory)], terminal);
    }
    show_index(passed, figures, indexed, terminal);
}

fn row([stage, seconds, bytes, memory]: [&str; 4], terminal: &Terminal) {
    let row = format!("{stage:<8}{seconds:>9}{bytes:>14}{memory:>11}");
    terminal.print_beside_report(row.trim_end());
}

fn cell(value: Option<u64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The seconds and bytes of the search index, by kind of file; `bytes` are those of all of them.
fn show_index(passed: &[Passed], figures: &Figures, bytes: u64, terminal: &Terminal) {
    let files: usize = figures.sizes.values().map(|(files, _)| files).sum();
    let of_index = passed.iter().filter(|one| one.stage == Stage::Index);
    let seconds: f64 = of_index.map(|one| one.time.as_secs_f64()).sum();
    let all = figures.indexes.iter().map(Index::documents);
    let (documents, updated) = all.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let documents = count(documents, "document");
    terminal.print_beside_report(&format!(
        "search index: {seconds:.3} s, {bytes} bytes in {files} files, {documents}, {updated} of them new or changed"
    ));
    for (kind, (files, bytes)) in &figures.sizes {
        terminal.print_beside_report(&format!("  {kind:<10}{files:>7} files{bytes:>12} bytes"));
    }
}
