//! The terminal: reports, progress, summaries. Reports go to the error stream, so that other programs can read the
//! output of a command; reports in a format for other programs are such output themselves.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::diagnostic::{self, Diagnostic, Format};
use crate::pipeline::{Progress, Stage};
use crate::source::Sources;

/// When to use colour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

/// How to write reports.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    Human,
    Short,
    Json,
    Sarif,
    Github,
}

/// The terminal, as the arguments want it used.
pub(crate) struct Terminal {
    quiet: bool,
    colour: Colour,
    format: ReportFormat,
    /// The first failure of the standard output.
    failure: Mutex<Option<io::Error>>,
}

impl Terminal {
    pub(crate) fn new(quiet: bool, colour: Colour, format: ReportFormat) -> Terminal {
        Terminal { quiet, colour, format, failure: Mutex::default() }
    }

    /// Whether the standard output took everything; says so if not. A reader that goes away, as `head` does, is no
    /// failure.
    pub(crate) fn all_arrived(&self) -> bool {
        let failure = self.failure.lock().expect("no thread panics while it holds this");
        let failure = failure.as_ref().filter(|error| error.kind() != io::ErrorKind::BrokenPipe);
        if let Some(error) = failure {
            error_line(&format!("error: the output could not be written: {error}"), "\n");
        }
        failure.is_none()
    }

    /// Whether to print only results and reports.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Reports problems, even in `quiet`.
    pub(crate) fn report(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let format = match self.format {
            ReportFormat::Human => Format::Human { colour: self.is_coloured() },
            ReportFormat::Short => Format::Short,
            ReportFormat::Json => Format::Json,
            ReportFormat::Sarif => Format::Sarif,
            ReportFormat::Github => Format::Github,
        };
        let report = diagnostic::report(diagnostics, sources, format);
        if self.prints_report() { self.write(&report) } else { error_line(&report, "") }
    }

    /// Reports problems by their kind to a person, and all of them to a program; even in `quiet`.
    pub(crate) fn report_overview(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        if self.format == ReportFormat::Human {
            error_line(&diagnostic::report(diagnostics, sources, Format::Overview), "");
        } else {
            self.report(diagnostics, sources);
        }
    }

    /// Whether reports go to the standard output, for other programs to read.
    fn prints_report(&self) -> bool {
        matches!(self.format, ReportFormat::Sarif | ReportFormat::Github)
    }

    /// Says something that `quiet` leaves out.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet && self.format != ReportFormat::Json {
            error_line(text, "\n");
        }
    }

    /// Says that something other than the site went wrong, even in `quiet`.
    pub(crate) fn warn(&self, text: &str) {
        if self.format != ReportFormat::Json {
            error_line(text, "\n");
        }
    }

    /// Prints a result.
    pub(crate) fn print(&self, text: &str) {
        self.write(&format!("{text}\n"));
    }

    /// Writes to the standard output. After a failure, nothing more is tried.
    fn write(&self, text: &str) {
        if self.failure.lock().expect("no thread panics while it holds this").is_none() {
            let mut out = std::io::stdout().lock();
            self.expect(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
        }
    }

    /// Remembers the first failure of the standard output.
    pub(crate) fn expect(&self, arrived: io::Result<()>) {
        if let Err(error) = arrived {
            let mut failure = self.failure.lock().expect("no thread panics while it holds this");
            failure.get_or_insert(error);
        }
    }

    /// Prints a result beside a report, which stays alone on the standard output.
    pub(crate) fn print_beside_report(&self, text: &str) {
        if self.prints_report() {
            error_line(text, "\n");
        } else {
            self.print(text);
        }
    }

    /// A part of a result that stands out, where there is colour.
    pub(crate) fn strong(&self, text: &str) -> String {
        if self.wants_colour(std::io::stdout().is_terminal()) {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn is_coloured(&self) -> bool {
        self.wants_colour(std::io::stderr().is_terminal())
    }

    fn wants_colour(&self, on_terminal: bool) -> bool {
        match self.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                let unset = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
                unset && on_terminal
            }
        }
    }

    /// A progress line for long work: only on a terminal, and not in `quiet`.
    pub(crate) fn progress(&self) -> Steps {
        let shown =
            !self.quiet && self.format == ReportFormat::Human && std::io::stderr().is_terminal();
        Steps { shown, started: Instant::now(), state: Mutex::default(), done: AtomicUsize::new(0) }
    }
}

fn error_line(text: &str, end: &str) {
    let _ = write!(std::io::stderr().lock(), "{text}{end}");
}

/// Work shorter than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Pages between two looks at the clock.
const EVERY: usize = 64;

/// A stage that has passed.
#[derive(Clone, Copy)]
pub(super) struct Passed {
    pub(super) stage: Stage,
    pub(super) time: Duration,
    /// The most memory that the process has held until then, in bytes, where the system says so.
    pub(super) peak_memory: Option<u64>,
}

/// The most memory that this process has held so far, in bytes (`VmHWM` in Linux's `proc(5)`).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// The stages of a build as they pass, with their times.
pub(crate) struct Steps {
    shown: bool,
    started: Instant,
    state: Mutex<StepState>,
    done: AtomicUsize,
}

#[derive(Default)]
struct StepState {
    /// The stage under way, when it began, and its number of pages.
    current: Option<(Stage, Instant, usize)>,
    passed: Vec<Passed>,
}

impl Steps {
    /// Ends the last stage. Returns all stages, and the time of them all.
    pub(super) fn finish(&self) -> (Vec<Passed>, Duration) {
        let mut state = self.state.lock().expect("no thread panics while it holds this");
        state.close();
        self.clear();
        (state.passed.clone(), self.started.elapsed())
    }

    /// The same as `begin`, for a stage that began earlier, beside the one before it.
    pub(super) fn begin_at(&self, stage: Stage, total: usize, since: Instant) {
        let mut state = self.state.lock().expect("no thread panics while it holds this");
        state.close();
        state.current = Some((stage, since, total));
        self.done.store(0, Ordering::Relaxed);
        self.show(stage, total);
    }

    fn clear(&self) {
        if self.shown {
            error_line("\r\u{1b}[K", "");
        }
    }

    fn show(&self, stage: Stage, total: usize) {
        if !self.shown || self.started.elapsed() < PATIENCE {
            return;
        }
        let done = self.done.load(Ordering::Relaxed);
        let count =
            if total > 0 && done > 0 { format!(" {done} of {total} pages") } else { String::new() };
        error_line(&format!("\r\u{1b}[K  {}{count} …", stage.name()), "");
    }
}

impl Drop for Steps {
    /// A report does not begin behind a progress line.
    fn drop(&mut self) {
        self.clear();
    }
}

impl StepState {
    fn close(&mut self) {
        if let Some((stage, began, _)) = self.current.take() {
            let peak_memory = peak_memory();
            self.passed.push(Passed { stage, time: began.elapsed(), peak_memory });
        }
    }
}

impl Progress for Steps {
    fn begin(&self, stage: Stage, total: usize) {
        self.begin_at(stage, total, Instant::now());
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shown && done.is_multiple_of(EVERY) {
            let state = self.state.lock().expect("no thread panics while it holds this");
            if let Some((stage, _, total)) = state.current {
                self.show(stage, total);
            }
        }
    }
}

/// A duration as a person says it.
pub(super) fn duration(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{} ms", time.as_millis()),
        seconds => format!("{seconds:.1} s"),
    }
}

/// A number of bytes as a person says it; a kilobyte has a thousand.
pub(super) fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "it is rounded anyway")]
    let bytes = bytes as f64;
    match bytes {
        b if b < 1_000.0 => format!("{b} bytes"),
        b if b < 1_000_000.0 => format!("{:.0} kB", b / 1_000.0),
        b => format!("{:.1} MB", b / 1_000_000.0),
    }
}

/// "1 page", "2 pages".
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
