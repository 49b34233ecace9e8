//! Arguments to a [`Command`].

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::command::{
    self, Accept, Asked, CheckArguments, Colour, Command, Consent, ImportArguments, ImportKind,
    Outcome, PackageArguments, PrivateHosts, ReportFormat, SchemaArguments, SearchArguments,
    ServeArguments, SiteArguments, Strictness, Terminal, Timings, TranslatedArguments,
};
use crate::config::{Drafts, Editor, Leniency, Translator};
use crate::convert::ConvertOptions;

/// Turn a folder of Markdown into a static knowledge base.
#[derive(Parser)]
#[command(
    name = "fieldguide",
    version,
    arg_required_else_help = true,
    after_help = "Examples:\n  fieldguide init my-site             start a knowledge base\n  \
                  fieldguide serve --open             look at it\n  \
                  fieldguide build --strict           publish it into public/\n  \
                  fieldguide build --content notes --output public\n                                      \
                  any folder of Markdown, without configuration\n\n\
                  Exit codes: 0 fine, 1 the site has errors, 2 the command could not run."
)]
struct Cli {
    #[command(subcommand)]
    command: CliCommand,
    /// Say nothing but what is wrong.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: CliColour,
    /// How to write problems: with source snippets, a line each, as JSON lines, as a SARIF log, or
    /// as commands of a GitHub workflow. The last two go to the output, the others to the errors.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    format: CliFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum CliColour {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, ValueEnum)]
enum CliFormat {
    Human,
    Short,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum CliTranslator {
    Person,
    Machine,
}

#[derive(Subcommand)]
enum CliCommand {
    /// Build the site into its output folder.
    ///
    /// The new site replaces the old one only when it is whole and has no errors. Files in the
    /// output folder that fieldguide did not make are kept.
    Build {
        #[command(flatten)]
        site: CliSite,
        /// Publish into this folder instead of the configured one (public).
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// The absolute address where the site will live: gives sitemap, feed and canonical links.
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        /// Treat warnings as errors.
        #[arg(long, conflicts_with = "lenient")]
        strict: bool,
        /// Print the seconds, bytes and memory of each stage, and of the search index.
        #[arg(long)]
        timings: bool,
        /// Write all problems into this file, as JSON, one a line.
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Build the site and pack it into one file that people can unpack and open without a network.
    ///
    /// The file has a page to start with, a text to read, the license, checksums and the site. The same site gives the same
    /// file.
    Package {
        #[command(flatten)]
        site: CliSite,
        /// Write this file instead of TITLE-DATE.zip in the current folder.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The day that the texts are of, instead of the newest one of a page.
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<jiff::civil::Date>,
        /// The absolute address of the site, where readers find its current version.
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        /// Treat warnings as errors.
        #[arg(long, conflicts_with = "lenient")]
        strict: bool,
    },
    /// Build the site in memory and serve it on this machine.
    Serve {
        #[command(flatten)]
        site: CliSite,
        /// The port; 0 for any that is free.
        #[arg(short, long, value_name = "N", default_value_t = 4000)]
        port: u16,
        /// The address to listen at. Anything but a loopback address lets other machines read
        /// the site.
        #[arg(long, value_name = "ADDR", default_value = "localhost", value_parser = host)]
        host: IpAddr,
        /// Open the site in the browser.
        #[arg(long)]
        open: bool,
        #[arg(long, value_name = "EDITOR", value_parser = Editor::parse, help = EDITOR_HELP)]
        editor: Option<Editor>,
    },
    /// Report all problems of the site, without writing it.
    #[command(group = ArgGroup::new("compared").multiple(true))]
    Check {
        #[command(flatten)]
        site: CliSite,
        /// Treat warnings as errors.
        #[arg(long, conflicts_with = "lenient")]
        strict: bool,
        /// Leave out the problems in this file, and report those of it that are gone.
        #[arg(long, value_name = "FILE", group = "compared")]
        baseline: Option<PathBuf>,
        /// Report pages, files and anchors of addresses.txt that neither the site nor a redirect has.
        #[arg(long, group = "compared", conflicts_with = "drafts")]
        addresses: bool,
        /// Write the present problems or addresses into that file.
        #[arg(long, requires = "compared")]
        accept: bool,
        /// Give advice, too: on long sentences, vague links, unexplained abbreviations and other
        /// matters of style.
        #[arg(long)]
        advice: bool,
        /// Fix problems that leave no doubt, after showing the difference.
        #[arg(long)]
        fix: bool,
        /// With --fix: write without asking.
        #[arg(long, requires = "fix")]
        yes: bool,
        /// With --fix: show the difference and write nothing.
        #[arg(long, requires = "fix", conflicts_with = "yes")]
        dry_run: bool,
        /// Ask other hosts whether links to them still work; takes a while.
        #[arg(long)]
        external: bool,
        /// With --external: ask hosts of this machine and its network, too.
        #[arg(long, requires = "external")]
        private_hosts: bool,
        /// Write a report in HTML into this folder.
        #[arg(long, value_name = "DIR")]
        report: Option<PathBuf>,
    },
    /// Start a small, complete knowledge base in a new folder.
    Init {
        /// The folder to make; an empty one will do.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Bring a folder that was written for another tool over, as a project of its own.
    ///
    /// Marks, links, keys and the order of the menu become those of fieldguide, and old addresses lead to the new pages.
    /// import-report.json says what is not as it was. The source stays as it is.
    Import {
        /// The folder to bring over, of the texts or of the whole site; a saved site in HTML; a Word file or a folder of them; or a CSV file.
        #[arg(value_name = "SOURCE")]
        source: PathBuf,
        /// The folder to make; an empty one will do.
        #[arg(value_name = "DEST")]
        destination: PathBuf,
        /// What the source was written for: mkdocs, mdbook, hugo, obsidian, docusaurus, starlight, vitepress, jekyll,
        /// myst, zola, none, html or csv. Without it, files such as mkdocs.yml and the endings of files tell.
        #[arg(long, value_name = "KIND", value_parser = ImportKind::parse)]
        from: Option<ImportKind>,
        /// Of a table: the column with the titles of the pages.
        #[arg(long, value_name = "COLUMN")]
        title: Option<String>,
        /// Say what would be written, and write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Exit with 1 if anything is not as it was.
        #[arg(long)]
        strict: bool,
    },
    /// Write a new page of a collection, with all its fields to fill in.
    New {
        /// The collection, as fieldguide.yaml names it.
        collection: String,
        /// The title, in quotes if it has spaces.
        title: String,
        /// The project's folder.
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Search the site, as its readers do.
    ///
    /// Answers from the index that the last build left. Words in quotes are a phrase.
    Search {
        /// The words to search for.
        #[arg(required_unless_present = "queries")]
        query: Option<String>,
        /// Instead, a list of queries or the log of a web server: report those that the site does not answer well.
        ///
        /// One query a line, perhaps with a number before or behind it. Queries that were asked fewer than five times are
        /// left out.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "filters", "explain"])]
        queries: Option<PathBuf>,
        /// The project's folder.
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
        /// Results to show at most.
        #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
        limit: usize,
        /// Pages in this language only.
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
        /// Pages with this value only, such as collection=recipes; can be given several times.
        #[arg(long = "filter", value_name = "KEY=VALUE")]
        filters: Vec<String>,
        /// Print the answer as one JSON object.
        #[arg(long)]
        json: bool,
        /// Show what each term and field adds to each score.
        #[arg(long)]
        explain: bool,
    },
    /// Print a JSON Schema, by which editors complete and check what you write.
    ///
    /// Of the settings, of the pages of a collection, or of pages outside of collections.
    Schema {
        /// settings, pages, or a collection, as fieldguide.yaml names it.
        #[arg(default_value = "settings")]
        name: String,
        /// The project's folder.
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
        /// Write all schemas into this folder instead.
        #[arg(long, value_name = "DIR")]
        write: Option<PathBuf>,
    },
    /// Record that translations match the present state of their originals.
    ///
    /// From then on, a check reports which sections of the original have changed, and the page says so.
    Translated {
        /// Files of translations, such as content/page.fr.md.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// The files are originals with a small change that no translation has to follow: all their
        /// translations count as up to date.
        #[arg(long)]
        minor: bool,
        /// Only this section, by its anchor; `top` is the text before the first heading. Can be given
        /// several times.
        #[arg(long = "section", value_name = "ANCHOR")]
        sections: Vec<String>,
        /// Also record who translated it; pages warn readers of machine translations.
        #[arg(long, value_name = "WHO")]
        by: Option<CliTranslator>,
        /// The project's folder.
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Explain a problem, a setting, a key of pages or a component; without a name, list all problems.
    Explain {
        /// The code in the brackets of a report, such as broken-link; a key, such as search.synonyms; or a
        /// component. settings, pages and components list these.
        name: Option<String>,
    },
    /// Print a completion script for a shell.
    Completions {
        /// The shell to complete in.
        shell: clap_complete::Shell,
    },
}

const EDITOR_HELP: &str = "The editor that opens a file from a page: vscode, another editor by name, a command, or \
                           an address with {file}, {line} and {column}; the same in FIELDGUIDE_EDITOR";

#[derive(Args)]
struct CliSite {
    /// The project's folder, with fieldguide.yaml in it.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The folder of Markdown, instead of the configured one (content).
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Include drafts and pages whose day has not come.
    #[arg(long)]
    drafts: bool,
    /// Take errors of the content as warnings, as in a folder without fieldguide.yaml.
    #[arg(long)]
    lenient: bool,
}

impl CliSite {
    /// For a command that shows a site; without settings, it does so whatever is wrong with the content.
    fn for_a_look(self, strict: bool) -> SiteArguments {
        let leniency = match (strict, self.lenient) {
            (true, _) => Leniency::AsSet,
            (false, true) => Leniency::Always,
            (false, false) => Leniency::WithoutSettings,
        };
        SiteArguments { leniency, ..self.into() }
    }
}

impl From<CliSite> for SiteArguments {
    fn from(site: CliSite) -> SiteArguments {
        let drafts = if site.drafts { Drafts::Include } else { Drafts::Exclude };
        SiteArguments {
            root: site.root,
            content: site.content,
            base_url: None,
            drafts,
            leniency: if site.lenient { Leniency::Always } else { Leniency::AsSet },
            advice: false,
        }
    }
}

/// An address of this machine; `localhost` is the only name.
fn host(text: &str) -> Result<IpAddr, std::net::AddrParseError> {
    if text == "localhost" { Ok(Ipv4Addr::LOCALHOST.into()) } else { text.parse() }
}

/// The editor that the environment names.
fn own_editor() -> Option<Editor> {
    let set = std::env::var("FIELDGUIDE_EDITOR").ok().filter(|set| !set.trim().is_empty())?;
    match Editor::parse(&set) {
        Ok(editor) => Some(editor),
        Err(why) => Cli::command()
            .error(clap::error::ErrorKind::ValueValidation, format!("FIELDGUIDE_EDITOR: {why}"))
            .exit(),
    }
}

/// Parses the arguments of the process and carries out the command.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return print_answer(&answer),
    };
    let terminal = terminal(&cli);
    let outcome = carry_out(cli.command, &terminal);
    if terminal.all_arrived() { outcome.into() } else { Outcome::CouldNotRun.into() }
}

/// Prints the help, the version, or the error in the arguments.
fn print_answer(answer: &clap::Error) -> ExitCode {
    let terminal = Terminal::new(false, Colour::Never, ReportFormat::Human);
    terminal.expect(answer.print().and_then(|()| std::io::stdout().flush()));
    let code = u8::try_from(answer.exit_code()).ok().filter(|_| terminal.all_arrived());
    code.map_or(Outcome::CouldNotRun.into(), ExitCode::from)
}

/// The terminal with the options of the arguments.
fn terminal(cli: &Cli) -> Terminal {
    let colour = match cli.color {
        CliColour::Auto => Colour::Auto,
        CliColour::Always => Colour::Always,
        CliColour::Never => Colour::Never,
    };
    let format = match cli.format {
        CliFormat::Human => ReportFormat::Human,
        CliFormat::Short => ReportFormat::Short,
        CliFormat::Json => ReportFormat::Json,
        CliFormat::Sarif => ReportFormat::Sarif,
        CliFormat::Github => ReportFormat::Github,
    };
    Terminal::new(cli.quiet, colour, format)
}

fn carry_out(command: CliCommand, terminal: &Terminal) -> Outcome {
    let command = match command {
        CliCommand::Build { site, output, base_url, strict, timings, report } => Command::Build {
            site: SiteArguments { base_url, ..site.for_a_look(strict) },
            output,
            strictness: strictness(strict),
            timings: if timings { Timings::Shown } else { Timings::Brief },
            report,
        },
        CliCommand::Package { site, output, date, base_url, strict } => {
            Command::Package(PackageArguments {
                site: SiteArguments { base_url, ..site.for_a_look(strict) },
                output,
                date,
                strictness: strictness(strict),
            })
        }
        CliCommand::Check {
            site,
            strict,
            baseline,
            addresses,
            accept,
            advice,
            fix,
            yes,
            dry_run,
            external,
            private_hosts,
            report,
        } => Command::Check {
            site: SiteArguments { advice, ..site.into() },
            check: CheckArguments {
                strictness: strictness(strict),
                baseline,
                addresses,
                accept: if accept { Accept::Yes } else { Accept::No },
                fix: fix.then_some(consent(yes, dry_run)),
                external: external.then_some(hosts(private_hosts)),
                report,
            },
        },
        CliCommand::Serve { site, port, host, open, editor } => {
            let serve = ServeArguments { host, port, open, editor: editor.or_else(own_editor) };
            Command::Serve { site: site.for_a_look(false), serve }
        }
        CliCommand::Init { folder } => Command::Init { folder },
        CliCommand::Import { source, destination, from, title, dry_run, strict } => {
            let strictness = strictness(strict);
            let options = ConvertOptions { title_column: title };
            Command::Import(ImportArguments {
                source,
                from,
                destination,
                options,
                is_dry_run: dry_run,
                strictness,
            })
        }
        CliCommand::New { collection, title, root } => Command::New { root, collection, title },
        CliCommand::Search {
            query,
            queries,
            root,
            limit,
            lang: language,
            filters,
            json,
            explain,
        } => {
            let asked =
                queries.map_or_else(|| Asked::Query(query.unwrap_or_default()), Asked::File);
            let options = SearchArguments { asked, root, limit, language, filters, json, explain };
            Command::Search(options)
        }
        CliCommand::Schema { name, root, write } => {
            Command::Schema(SchemaArguments { root, name, write })
        }
        CliCommand::Translated { files, minor, sections, by, root } => {
            let by = by.map(translator);
            Command::Translated(TranslatedArguments { root, files, minor, sections, by })
        }
        CliCommand::Explain { name } => Command::Explain { name },
        CliCommand::Completions { shell } => return complete(shell, terminal),
    };
    command::run(command, terminal)
}

fn strictness(strict: bool) -> Strictness {
    if strict { Strictness::Strict } else { Strictness::Lenient }
}

fn consent(yes: bool, dry_run: bool) -> Consent {
    match (yes, dry_run) {
        (true, _) => Consent::Given,
        (false, true) => Consent::Withheld,
        (false, false) => Consent::Ask,
    }
}

fn hosts(private_hosts: bool) -> PrivateHosts {
    if private_hosts { PrivateHosts::Asked } else { PrivateHosts::AsSet }
}

fn translator(translator: CliTranslator) -> Translator {
    match translator {
        CliTranslator::Person => Translator::Person,
        CliTranslator::Machine => Translator::Machine,
    }
}

/// Prints the completion script of a shell.
fn complete(shell: clap_complete::Shell, terminal: &Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "fieldguide", &mut script);
    terminal.print(String::from_utf8_lossy(&script).trim_end());
    Outcome::Fine
}
