//! The catalogue of problems: every kind has a name, a severity and an explanation.

use Severity::{Advice, Error, Warning};

use super::Severity;

/// A kind of problem. Its name is what reports show, `checks:` sets and `explain` takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Code {
    UnreadableFile,
    InvalidUtf8,
    FileTooLarge,
    OutsideLink,
    CaseConflict,
    EmptyPage,
    YamlSyntax,
    BibtexSyntax,
    DuplicateKey,
    UnknownKey,
    UndeclaredKey,
    WrongType,
    InvalidValue,
    MissingKey,
    UnknownName,
    IncludeCycle,
    MissingFile,
    UnclosedFrontMatter,
    MissingField,
    UnknownValue,
    InvalidSlug,
    UnknownCitation,
    CitationSyntax,
    CitationStyle,
    UncitedWork,
    DuplicateUrl,
    AliasConflict,
    DuplicateTitle,
    EmptyTitle,
    RelationNotFound,
    RelationWrongCollection,
    RelationCardinality,
    RelationCycle,
    RelationConflict,
    RelationHidden,
    BrokenLink,
    BrokenAnchor,
    AmbiguousLink,
    RedirectedLink,
    EmptyLink,
    LinkSyntax,
    UndefinedReference,
    UndefinedFootnote,
    UnusedFootnote,
    MissingAlt,
    UnknownPictureSize,
    LargePicture,
    UnshownPicture,
    UnusedFile,
    RenamedFile,
    HeadingOrder,
    ExtraHeading1,
    DuplicateHeading,
    EmptySection,
    DuplicateAnchor,
    BlockedHtml,
    UnsafeHtml,
    LeftOutHtml,
    UnsafeLink,
    UnclosedHtml,
    UnknownElement,
    SwallowedText,
    HeadingSyntax,
    ListSyntax,
    TaskSyntax,
    TableSyntax,
    UnclosedMark,
    UnclosedFence,
    AccidentalBlock,
    ConflictMark,
    ForeignSyntax,
    NotUnderstood,
    YamlComment,
    CurlyQuotes,
    CommentSyntax,
    UnknownComponent,
    ComponentArgument,
    UnclosedComponent,
    MisplacedComponent,
    MathSyntax,
    UnknownVariable,
    CircularText,
    InvalidData,
    RemoteResource,
    NestingTooDeep,
    TemplateSyntax,
    TemplateError,
    UnknownTemplate,
    ThemeScript,
    UnknownThemeFile,
    ThemePolicy,
    CssSyntax,
    LowContrast,
    OutputNotOurs,
    OutputOverlap,
    WriteFailed,
    PortTaken,
    NotAProject,
    NoPages,
    MissingProgram,
    PackageName,
    SearchIndexNotKept,
    NoSearchIndex,
    UnknownFilter,
    SearchExpectation,
    LostAddress,
    LostAnchor,
    KnownProblemGone,
    RecordSyntax,
    NoRecord,
    BrokenExternalLink,
    MovedExternalLink,
    UntoldExternalLink,
    LongSentence,
    VagueLink,
    SameLinkText,
    UndefinedAcronym,
    Wording,
    NumberWithoutSource,
    EmphasisAsHeading,
    OrphanPage,
    UselessSilence,
    UnknownTag,
    ReviewOverdue,
    ContradictoryLanguage,
    DuplicateTranslation,
    SharedKey,
    UntranslatedWords,
    OutdatedTranslation,
    UnrecordedTranslation,
    MissingTranslation,
}

/// The entry of a code in the catalogue.
struct CatalogEntry {
    code: Code,
    name: &'static str,
    severity: Severity,
    explanation: &'static str,
}

impl Code {
    pub(crate) fn all() -> impl Iterator<Item = Code> {
        CATALOGUE.iter().map(|entry| entry.code)
    }

    pub(crate) fn from_name(name: &str) -> Option<Code> {
        CATALOGUE.iter().find(|entry| entry.name == name).map(|entry| entry.code)
    }

    /// The name in reports: lower case, words joined by hyphens.
    pub(crate) fn name(self) -> &'static str {
        self.entry().name
    }

    /// Its severity unless the settings change it.
    pub(crate) fn severity(self) -> Severity {
        self.entry().severity
    }

    /// Cause and cure, in a paragraph or two.
    pub(crate) fn explanation(self) -> &'static str {
        self.entry().explanation
    }

    /// Problems of the machine rather than of the site: no setting silences them.
    pub(crate) fn is_fixed(self) -> bool {
        matches!(
            self,
            Code::OutputNotOurs
                | Code::OutputOverlap
                | Code::WriteFailed
                | Code::PortTaken
                | Code::NotAProject
                | Code::PackageName
                | Code::NoSearchIndex
                | Code::UnknownFilter
                | Code::RecordSyntax
                | Code::NoRecord
        )
    }

    /// Whether a site with such a problem is not written in a first look either: there is none, or it would show what
    /// its author hides.
    pub(crate) fn always_blocks(self) -> bool {
        use Code::{CommentSyntax, NoPages, TemplateError, TemplateSyntax, ThemeScript};
        let of_content = matches!(self, NoPages | CommentSyntax);
        of_content
            || self.is_fixed()
            || matches!(self, TemplateSyntax | TemplateError | ThemeScript)
    }

    /// Whether only `check --external` finds it, because it asks other hosts.
    pub(crate) fn asks_other_hosts(self) -> bool {
        use Code::{BrokenExternalLink, MovedExternalLink, UntoldExternalLink};
        matches!(self, BrokenExternalLink | MovedExternalLink | UntoldExternalLink)
    }

    fn entry(self) -> &'static CatalogEntry {
        &CATALOGUE[self as usize]
    }
}

const fn entry(
    code: Code,
    name: &'static str,
    severity: Severity,
    explanation: &'static str,
) -> CatalogEntry {
    CatalogEntry { code, name, severity, explanation }
}

/// In the order of the enum, which is the order in which a build meets them.
static CATALOGUE: [CatalogEntry; 131] = [
    entry(
        Code::UnreadableFile,
        "unreadable-file",
        Error,
        "A file or a folder of the project could not be read. The message has the words of the \
         operating system.\n\nMost often the file's permissions forbid it, or a symbolic link \
         points to a file that is gone. Make the file readable, or move it out of the content folder.",
    ),
    entry(
        Code::InvalidUtf8,
        "invalid-utf8",
        Error,
        "Text files have to be encoded in UTF-8, and this one is not: older editors save as \
         Windows-1252 or UTF-16.\n\nOpen the file in your editor and save it again with the encoding \
         UTF-8. The report points at the first character that could not be decoded.",
    ),
    entry(
        Code::FileTooLarge,
        "file-too-large",
        Error,
        "A text file is larger than 10 MiB, far more than anyone reads as one page. It is left \
         out.\n\nSplit the page into several, or, if it is data, give the file another ending than \
         `.md` so that it is copied as it is.",
    ),
    entry(
        Code::OutsideLink,
        "outside-link",
        Error,
        "A symbolic link leads out of the folder that it lies in: the content folder, the theme folder, or \
         the project. Following it could publish files that were never meant to be public, or write to \
         files that are no part of the project, so it is not followed.\n\nCopy the file into the folder, \
         or remove the link.",
    ),
    entry(
        Code::CaseConflict,
        "case-conflict",
        Error,
        "Two files have names that differ only in upper and lower case, or only in the form of their letters: `ü` is \
         one character or two (NFC or NFD). Windows and macOS take them \
         for the same file, so one would overwrite the other.\n\nRename one of them.",
    ),
    entry(
        Code::EmptyPage,
        "empty-page",
        Warning,
        "The page has a title at most and no text.\n\nWrite something, or set `draft: true` until \
         there is something to read.",
    ),
    entry(
        Code::YamlSyntax,
        "yaml-syntax",
        Error,
        "The front matter of a page, the configuration or a data file is not valid YAML, or front \
         matter does not begin on the first line of its file.\n\nUsual \
         causes: a tab used for indentation (YAML wants spaces), a value with a colon or a `#` that \
         is not in quotes, a quote that is not closed, or lines of one list indented differently. \
         Put text that holds `:`, `#`, `[`, `{` or `@` in double quotes.",
    ),
    entry(
        Code::BibtexSyntax,
        "bibtex-syntax",
        Error,
        "The reference file is BibTeX, and this part of it cannot be read.\n\nUsual causes: a brace or a \
         quote that is not closed, a comma missing between two fields, or a word without braces that \
         no `@string` declares. The other entries of the file are read.",
    ),
    entry(
        Code::DuplicateKey,
        "duplicate-key",
        Error,
        "The same key stands twice in one block, so it is not clear which value counts.\n\nRemove \
         one of the two.",
    ),
    entry(
        Code::UnknownKey,
        "unknown-key",
        Error,
        "A key is unknown: neither fieldguide nor the page's collection declares it. Most \
         often it is a slip of the pen.\n\nCorrect the key, declare it as a field of the collection \
         in `fieldguide.yaml`, or put it under `extra:`, which takes anything for use in templates.",
    ),
    entry(
        Code::UndeclaredKey,
        "undeclared-key",
        Warning,
        "The front matter of a page outside the collections has a key that fieldguide does not \
         know. The key does nothing.\n\nCorrect it, remove it, or put it under `extra:` for use in \
         templates.",
    ),
    entry(
        Code::WrongType,
        "wrong-type",
        Error,
        "The value has another type than its key takes: a word where a number belongs, a single \
         value where a list belongs, a date that does not exist.\n\nThe message names the right one. \
         Dates are written `2026-03-31`; lists as `[one, two]` or one item a line after `- `.",
    ),
    entry(
        Code::InvalidValue,
        "invalid-value",
        Error,
        "The value has the right type but is not one that the key takes, such as a number out of \
         its range or a colour that is not written `#rrggbb`.\n\nThe message says what is allowed.",
    ),
    entry(
        Code::MissingKey,
        "missing-key",
        Error,
        "A block of the configuration or of a data file lacks a key that it cannot do without.\n\n\
         Add the key that the message names.",
    ),
    entry(
        Code::UnknownName,
        "unknown-name",
        Error,
        "The configuration names a collection, a vocabulary, a field or a page that does not \
         exist.\n\nCorrect the name, or declare it.",
    ),
    entry(
        Code::IncludeCycle,
        "include-cycle",
        Error,
        "Configuration files include each other in a circle. Each is read once; the include that \
         closes the circle is ignored.\n\nRemove one `include:` of the circle.",
    ),
    entry(
        Code::MissingFile,
        "missing-file",
        Error,
        "The configuration, or an image or link in the text, names a file that does not exist in \
         the content folder.\n\nCheck the spelling, upper and lower case included: on a server \
         `Logo.svg` and `logo.svg` are two files.",
    ),
    entry(
        Code::UnclosedFrontMatter,
        "unclosed-front-matter",
        Error,
        "The page begins with `---`, which opens the front matter, but no second line `---` closes \
         it.\n\nAdd a line with just `---` after the last key. If the first line was meant as a rule \
         across the page, write `***` instead.",
    ),
    entry(
        Code::MissingField,
        "missing-field",
        Error,
        "The page's collection requires a field, and the front matter does not have it, or has it \
         empty. Drafts are held to it only with `--drafts`.\n\nAdd the \
         field. `fieldguide new` writes a page that has every field of its collection, with a \
         comment that explains it.",
    ),
    entry(
        Code::UnknownValue,
        "unknown-value",
        Error,
        "The field takes only the values of its vocabulary, and this is not one of them.\n\nUse one \
         of the values that the report lists, or add the value to the vocabulary in \
         `fieldguide.yaml`.",
    ),
    entry(
        Code::InvalidSlug,
        "invalid-slug",
        Error,
        "A `slug` replaces the last part of the page's address. It may hold letters, digits and \
         hyphens, and nothing else: no slash, no dots, no spaces.\n\nWrite it like \
         `slug: warm-handoff`. The page keeps the address that its file name gives until then.",
    ),
    entry(
        Code::UnknownCitation,
        "unknown-citation",
        Error,
        "A field cites a work that the reference file does not hold.\n\nCorrect the key, or add the \
         work to the reference file.",
    ),
    entry(
        Code::CitationSyntax,
        "citation-syntax",
        Error,
        "Square brackets with an `@` name works of the reference file, and these are not written \
         so.\n\nWrite `[@key]` for one work, `[@one; @other]` for several, and a part of \
         a work after a comma: `[@key, p. 4]`. For text in brackets that begins with `@`, write `\\[`.",
    ),
    entry(
        Code::CitationStyle,
        "citation-style",
        Error,
        "The style of the references cannot be used: its file is not a style of the Citation Style \
         Language, it only names another style, it has no list of works, it writes footnotes, which \
         citations here are not, a macro of it calls itself, or its elements nest too deep.\n\nName another \
         style, or the file of one. The report points at the call or the element that goes too far.",
    ),
    entry(
        Code::UncitedWork,
        "uncited-work",
        Warning,
        "The reference file holds a work that no page cites, so readers of the bibliography cannot \
         see why it is there.\n\nCite it where it supports a statement, with `[@key]` or in a \
         field, or remove it from the file. A bibliography for further reading can switch this check \
         off.",
    ),
    entry(
        Code::DuplicateUrl,
        "duplicate-url",
        Error,
        "Two pages, a page and a file, or a file of yours and one that is generated (such as `feed.xml` \
         or the table of a matrix) would be published at the same address.\n\nRename one of \
         the files, or give one page another `slug`.",
    ),
    entry(
        Code::AliasConflict,
        "alias-conflict",
        Error,
        "A page claims an old address as its `aliases`, but another page lives there or claims it \
         too. A redirect can lead to only one place.\n\nRemove the alias from one of them.",
    ),
    entry(
        Code::DuplicateTitle,
        "duplicate-title",
        Warning,
        "Two pages of one collection, or of one folder, have the same title. Readers cannot tell them apart in lists, in \
         the search and among links.\n\nGive one of them a title that says what is different about \
         it, or make one page of the two.",
    ),
    entry(
        Code::EmptyTitle,
        "empty-title",
        Warning,
        "The front matter has the key `title` without a value, or with blanks only. The page is called after the heading \
         that leads its text, else after its file.\n\nWrite the title, or remove the key.",
    ),
    entry(
        Code::RelationNotFound,
        "relation-not-found",
        Error,
        "The page is related to a page that does not exist.\n\nA relation names the other page by \
         its file name without `.md`, in the folder of the collection that the field points to. \
         Correct the name or write the missing page.",
    ),
    entry(
        Code::RelationWrongCollection,
        "relation-wrong-collection",
        Error,
        "The relation names a page that exists, but in another collection than the field points \
         to.\n\nName a page of the right collection, or use the field that points to the other one.",
    ),
    entry(
        Code::RelationCardinality,
        "relation-cardinality",
        Error,
        "The configuration says how many pages a relation may join, and there are too many here, \
         counting those written on the other side.\n\nRemove the surplus ones, or change the \
         relation's `cardinality` in `fieldguide.yaml`.",
    ),
    entry(
        Code::RelationCycle,
        "relation-cycle",
        Error,
        "A relation that the configuration declares `acyclic` leads in a circle: following it from \
         this page leads back to it.\n\nRemove one link of the circle.",
    ),
    entry(
        Code::RelationConflict,
        "relation-conflict",
        Error,
        "The same pair of pages is related twice, with different reasons or strengths: once on each \
         side, or twice on one.\n\nA relation written on one side shows on both. Write it once.",
    ),
    entry(
        Code::RelationHidden,
        "relation-hidden",
        Warning,
        "The relation names a page that is not published today: a draft, one whose day has not come, \
         or one that has expired. The relation is left out, and a matrix may show a gap that \
         is not one.\n\nPublish the page, remove the relation, or build with `--drafts` to see it.",
    ),
    entry(
        Code::BrokenLink,
        "broken-link",
        Error,
        "A link leads to a page that does not exist, or nowhere at all.\n\nLinks to other pages name their Markdown \
         file, seen from the folder of the page that holds the link: `../guides/training.md`. A \
         leading `/` starts at the content folder.",
    ),
    entry(
        Code::BrokenAnchor,
        "broken-anchor",
        Error,
        "The page exists, but it has no heading with that anchor.\n\nAn anchor is the heading in \
         lower case with hyphens for spaces: `## First steps` is `#first-steps`. A heading can set \
         its own: `## First steps {#start}`.",
    ),
    entry(
        Code::AmbiguousLink,
        "ambiguous-link",
        Warning,
        "A link names a page without `.md`, and there are a page and a folder of that name. It leads to the \
         page, which may not be what was meant.\n\nWrite the whole name: `guides.md` for the page, \
         `guides/index.md` for the folder.",
    ),
    entry(
        Code::RedirectedLink,
        "redirected-link",
        Warning,
        "A link names an old address of a page, one of its `aliases`. Readers get to the page, but the link \
         breaks once the alias goes, and editors cannot follow it to a file.\n\nWrite the path of the \
         page instead.",
    ),
    entry(
        Code::EmptyLink,
        "empty-link",
        Warning,
        "A link has no words, and no picture with a text alternative either. Nobody sees it, and a screen \
         reader says its address at best.\n\nWrite between the square brackets where the link leads, or \
         remove it.",
    ),
    entry(
        Code::LinkSyntax,
        "link-syntax",
        Warning,
        "Something looks like a link but is not one: an address ends at the first blank, so `[x](my file.md)` \
         stays on the page as it is written.\n\nWrite the address between angle brackets, `[x](<my \
         file.md>)`. A title after it stands between quotation marks, `[x](file.md \"Title\")`. If no link is \
         meant, write a backslash before the first bracket.",
    ),
    entry(
        Code::UndefinedReference,
        "undefined-reference",
        Warning,
        "A link written as `[text][label]` has no line `[label]: address`, so it shows as plain \
         text in brackets.\n\nAdd the line, or put a backslash before the first bracket if it is \
         meant as text.",
    ),
    entry(
        Code::UndefinedFootnote,
        "undefined-footnote",
        Error,
        "The text refers to a footnote that is not defined on the page.\n\nAdd a line such as \
         `[^name]: The note.`, or remove the mark.",
    ),
    entry(
        Code::UnusedFootnote,
        "unused-footnote",
        Warning,
        "A footnote is defined, but nothing in the text refers to it, so no reader will find \
         it.\n\nRefer to it with `[^name]`, or remove it.",
    ),
    entry(
        Code::MissingAlt,
        "missing-alt",
        Warning,
        "The image has no text alternative, so people who do not see it, and search, miss what it \
         says.\n\nWrite what it shows between the brackets: `![Two people talking](talk.jpg)`. If it \
         only decorates, say so with an empty title: `![](line.svg \"\")`.",
    ),
    entry(
        Code::UnknownPictureSize,
        "unknown-picture-size",
        Warning,
        "The picture is damaged, of a kind that is not known, or an SVG file without `width`, \
         `height` and `viewBox`. The page cannot reserve room for it, and jumps while it loads.\n\nOpen \
         the file in a picture editor and save it again as PNG, JPEG, WebP or SVG.",
    ),
    entry(
        Code::LargePicture,
        "large-picture",
        Warning,
        "A picture takes more than 1 MiB. On a slow or a paid connection readers wait for it, or go \
         away.\n\nSave it in the size in which it is shown, twice that at most, as WebP or JPEG. A picture \
         that has to be whole can be linked to instead: `[The whole map](map.png)`.",
    ),
    entry(
        Code::UnshownPicture,
        "unshown-picture",
        Warning,
        "A picture has a format that browsers do not show, or not all of them: HEIC, as phones store \
         photos, TIFF, a raw photo, a drawing of an office program. What a file holds counts, since phones \
         name such photos `.jpg`, too. Most readers see a gap in its place.\n\nExport the picture as JPEG or \
         PNG, a drawing as SVG, and name that file. In HTML, one of several `<source>` may have any format: a \
         browser takes one that it can show.",
    ),
    entry(
        Code::UnusedFile,
        "unused-file",
        Warning,
        "A file lies in a folder of the content, and no page, setting or field leads to it. It is published, and \
         nobody finds it.\n\nLink to it, or remove it. The check leaves files at the top of the content folder \
         alone, because some services look for theirs there. So it does with all files of a project that has a theme \
         folder, or whose content holds HTML, style sheets or scripts: these can lead to files too, and \
         are not read.",
    ),
    entry(
        Code::RenamedFile,
        "renamed-file",
        Warning,
        "Windows cannot hold the name of a file or a folder: a device has it (`con`, `aux`, `com1`), it ends in a dot or \
         a space, or it holds one of `< > : \" | ? *`. The site is published with another name, so that it can be copied \
         anywhere, and links lead to that.\n\nRename the file, so that both names agree.",
    ),
    entry(
        Code::HeadingOrder,
        "heading-order",
        Warning,
        "A heading is more than one level below the one before it. Screen readers announce levels, \
         and a gap sounds as if something were missing.\n\nUse the next level down.",
    ),
    entry(
        Code::ExtraHeading1,
        "extra-heading-1",
        Warning,
        "The text has a heading of level 1 besides the page's title, which is one already.\n\nUse \
         `##` for the main headings of the text.",
    ),
    entry(
        Code::DuplicateHeading,
        "duplicate-heading",
        Warning,
        "Two headings side by side have the same words. Readers cannot tell them apart in the table of contents, and the \
         anchor of the second one is only numbered: a link to it leads elsewhere once a heading comes \
         or goes.\n\nGive one of them other words, or an anchor of its own: `## Example {#second-example}`.",
    ),
    entry(
        Code::EmptySection,
        "empty-section",
        Warning,
        "A heading has nothing under it: the next one of its level, or the end of the page, follows at \
         once.\n\nWrite what belongs there, or remove the heading until there is something to read.",
    ),
    entry(
        Code::DuplicateAnchor,
        "duplicate-anchor",
        Error,
        "Two headings of the page set the same anchor by hand, so links cannot tell them \
         apart.\n\nChange one of them. Anchors made from the heading's words are numbered by \
         themselves.",
    ),
    entry(
        Code::BlockedHtml,
        "blocked-html",
        Warning,
        "The text holds a script, an inline style, a frame or an event attribute. Sites made by \
         fieldguide run under a content security policy that blocks these, so it would do nothing.\n\n\
         Remove it; use a class and a style sheet in the theme folder instead.",
    ),
    entry(
        Code::UnsafeHtml,
        "unsafe-html",
        Error,
        "The text holds HTML that leads readers away from the page, or changes all of it: `<base>`, `<link>`, \
         `<meta http-equiv>`, a form that sends what readers write to another host.\n\nRemove it. For a page that \
         has moved, write its old address under `aliases` in the new one. Link to a form on another host. Style \
         sheets belong into the theme folder.",
    ),
    entry(
        Code::LeftOutHtml,
        "left-out-html",
        Warning,
        "The settings say `html: safe`, and the text holds HTML that runs, loads or leads away by itself: a \
         script, a frame, a form, an `on…` attribute, a file of another host. Its tag or its attribute is left \
         out; the words in it stay.\n\nRemove it. If you trust everyone who writes, set `html: allow`.",
    ),
    entry(
        Code::UnsafeLink,
        "unsafe-link",
        Error,
        "A link would run a script or open a file of the reader's: its address begins with \
         `javascript:`, `vbscript:`, `file:` or `data:`.\n\nLink to a page or a file of the site, or \
         to a whole address with `https://`.",
    ),
    entry(
        Code::UnclosedHtml,
        "unclosed-html",
        Error,
        "HTML in the text is not balanced.\n\n\
         An error: a comment begins with `<!--` and does not end, so what comes after it is not published. Add \
         `-->` where the comment ends.\n\n\
         A warning: an element has no end tag. It ends with what it stands in: the paragraph, the list item, the \
         component or the whole text. Add the end tag where the element ends. A paragraph, a list item or a \
         table cell needs none.\n\n\
         A warning: an end tag ends nothing, and is left out. The same for `<html>`, `<head>` and `<body>`, which \
         every page has already, and for `<li>`, `<dt>` and `<dd>` without their list. A tag without its `>` is shown \
         as text.\n\n\
         An element can go on behind an empty line, with Markdown in it, if its end tag stands in the same list \
         item, quotation or component as its start tag.",
    ),
    entry(
        Code::UnknownElement,
        "unknown-element",
        Warning,
        "The text holds a tag of which HTML knows no element, such as `<name>`. A browser would show nothing for \
         it, so it is shown as it is written.\n\n\
         If it is text, write it as code or with a backslash: `\\<name>`. If it is an element of your own, its \
         name has a hyphen: `<my-name>`.",
    ),
    entry(
        Code::SwallowedText,
        "swallowed-text",
        Error,
        "An element in which browsers read no tags, or show nothing, has no end tag: `title`, `textarea`, `select`, \
         `template`, `noscript`, `xmp` and some others. The rest of the page would vanish in it. Its start tag is \
         shown as text.\n\n\
         Add the end tag in the same paragraph or block. If the tag is text, write it as code or with a backslash: \
         `\\<title>`.",
    ),
    entry(
        Code::HeadingSyntax,
        "heading-syntax",
        Warning,
        "A line looks like a heading and is none: a blank is missing after its signs `#`, so \
         `##Title` stays on the page as it is written.\n\nWrite `## Title`. `check --fix` does it. \
         If the line is no heading, write a backslash before the first sign.",
    ),
    entry(
        Code::ListSyntax,
        "list-syntax",
        Warning,
        "A line looks like an item of a list and is none: a blank is missing after its mark, as in \
         `-one` or `1.one`, or the mark is the sign of a word processor, as in `• one`.\n\nWrite `- \
         one` or `1. one`. `check --fix` does it. If the line is no item, write a backslash before \
         its first sign.",
    ),
    entry(
        Code::TaskSyntax,
        "task-syntax",
        Warning,
        "A text looks like a task of a list and is none: the box needs a sign or a blank between \
         its brackets and a blank after it.\n\nWrite `- [ ] open` or `- [x] done`. `check --fix` \
         does it.",
    ),
    entry(
        Code::TableSyntax,
        "table-syntax",
        Warning,
        "Lines between signs `|` make no table, or a row has more cells than the first row of its \
         table; nothing shows those. A table needs a line of dashes under its first row, with as \
         many cells as that row. A sign `|` divides cells in code, too.\n\nAdd the line of dashes, \
         or write `\\|` for a sign that divides no cells. `check --fix` does what leaves no doubt.",
    ),
    entry(
        Code::UnclosedMark,
        "unclosed-mark",
        Warning,
        "`**` or a backtick begins strong words or code and nothing closes it, so the mark stays on \
         the page.\n\nWrite the same mark where the words end. A blank before it keeps `**` from \
         closing. If the mark is meant as it is, write a backslash before it.",
    ),
    entry(
        Code::UnclosedFence,
        "unclosed-fence",
        Warning,
        "A fence begins a block of code and no line closes it. All that follows, to the end of the \
         page or of the list item, is code.\n\nWrite the same fence on a line of its own where the \
         code ends.",
    ),
    entry(
        Code::AccidentalBlock,
        "accidental-block",
        Warning,
        "Markdown makes something of a text that its author hardly meant: a sentence with a line of \
         dashes right under it is a heading, and a paragraph that begins with a year and a point is \
         a numbered list.\n\nLeave a blank line above the dashes. Write a backslash before the \
         point: `2026\\.` `check --fix` does it.",
    ),
    entry(
        Code::ConflictMark,
        "conflict-mark",
        Error,
        "The text holds what Git writes into a file where two changes do not go together.\n\nKeep \
         one of the two texts, or make one of both, and take out the lines with `<<<<<<<`, \
         `=======` and `>>>>>>>`.",
    ),
    entry(
        Code::ForeignSyntax,
        "foreign-syntax",
        Warning,
        "A mark that another tool knows stays on the page as it is written: `!!! note`, `{{< name \
         >}}`, `{% name %}`, attributes in braces behind a picture or a link, or `[[name]]` where a page or \
         a file of the site has that name.\n\nWrite what it \
         stands for in the way of this program: a callout is `::: note`, a link is `[words](page.md)`. `check \
         --fix` writes the link where only one page is meant. If the mark is an example, put it between backticks.",
    ),
    entry(
        Code::NotUnderstood,
        "not-understood",
        Warning,
        "A page written for another tool holds a mark of that tool that has no meaning here: a shortcode, a \
         template tag, a component. The page shows it as it is written, and no search finds it.\n\n\
         Write in Markdown what it stands for. If it is meant as text, put it between backticks.",
    ),
    entry(
        Code::YamlComment,
        "yaml-comment",
        Warning,
        "A value in the front matter or in the settings has a `#` in it, and YAML takes what follows for a comment: \
         `title: Step #2` is \"Step\".\n\nPut the value between straight quotation marks. `check \
         --fix` does it for titles, descriptions and other words for people. If it is a comment, write it on a line \
         of its own.",
    ),
    entry(
        Code::CurlyQuotes,
        "curly-quotes",
        Warning,
        "A value in the front matter stands between curly quotation marks, which a word processor \
         wrote. YAML does not know them, so readers see them.\n\nWrite straight quotation marks, or \
         none. `check --fix` does it.",
    ),
    entry(
        Code::CommentSyntax,
        "comment-syntax",
        Error,
        "A text has a comment as another tool writes it: `%%…%%` of Obsidian, `{% comment %}…{% endcomment %}` \
         of Liquid, and others. Here it is no comment, so words for authors would be published. \
         The site is not published until an author has decided.\n\nWrite `<!-- … -->` around it: such comments are not \
         published. `check --fix` does that where it leaves no doubt. If it is meant as text, write a backslash before \
         its first sign, or put it in a code span.",
    ),
    entry(
        Code::UnknownComponent,
        "unknown-component",
        Error,
        "A line of three colons and a word opens a component, and no component has that name: \
         `::: notice` for `::: note`.\n\nWrite the name of an existing one, or declare a kind of \
         callout under `callouts` in `fieldguide.yaml`. The manual's page on components shows all of \
         them.",
    ),
    entry(
        Code::ComponentArgument,
        "component-argument",
        Error,
        "A component lacks its label or an argument, or has one that it does not take.\n\nThe label \
         stands after the name, and arguments stand in braces at the end of the line: \
         `::: quote {role=\"Peer mentor\"}`. The manual's page on components lists what each of them \
         takes.",
    ),
    entry(
        Code::UnclosedComponent,
        "unclosed-component",
        Error,
        "A component is opened and not closed, or closed where none is open. It ends with a line of \
         three colons, in the same list or quotation in which it began.\n\nAdd a line `:::` where the \
         component ends, indented as its first line, or remove the one that is too many.",
    ),
    entry(
        Code::MisplacedComponent,
        "misplaced-component",
        Error,
        "A component stands in the wrong place, or lacks its contents: a `tab` outside of \
         `tabs`, a `figure` without a picture, a `table` without a table.\n\nPut the parts together as \
         the manual's page on components shows.",
    ),
    entry(
        Code::MathSyntax,
        "math-syntax",
        Error,
        "With `math: true`, text between dollar signs is a formula in LaTeX, and this one cannot be \
         read: a brace is not closed, a command is not known, or a colour is set, which the content \
         security policy forbids.\n\nFix the formula. If it is not one, write `\\$` for each dollar sign.",
    ),
    entry(
        Code::UnknownVariable,
        "unknown-variable",
        Error,
        "A text uses a name in double braces that `variables` in the settings does not declare.\n\nWrite \
         the name as it is declared, or declare it. Where the braces are meant as they are, write a \
         backslash before them, `\\{{`, or put them in a code span.",
    ),
    entry(
        Code::CircularText,
        "circular-text",
        Error,
        "A text includes itself, directly or through others, and would have no end.\n\nRemove one of the \
         `include` components that the report names.",
    ),
    entry(
        Code::InvalidData,
        "invalid-data",
        Error,
        "A file that a `data-table` or a `chart` shows cannot be read as a table: a row has more or fewer \
         cells than there are columns, two columns have one name, a quotation mark is not closed, or a \
         chart would draw a cell that is not a number. The report names the row and the column.\n\nFix the file: \
         its first row names the columns, and every other row has a cell for each. A number is written \
         with digits and a point, such as `1250.5`; a percent sign may follow.",
    ),
    entry(
        Code::RemoteResource,
        "remote-resource",
        Warning,
        "The page would load a picture, frame or other resource from another host. That tells the \
         host who reads the page, fails in closed networks, and is blocked by the content security \
         policy.\n\nSave the file into the content folder and link to it there.",
    ),
    entry(
        Code::NestingTooDeep,
        "nesting-too-deep",
        Error,
        "Quotations, lists, YAML values or braces in BibTeX are nested more than 100 levels deep, folders more than 32, \
         settings that include each other more than 16, templates more than 50, or a template has an `if` of more than \
         100 branches. No reader could follow it, and browsers give up on it too.\n\nMost often a paste went wrong: look for a run \
         of `>` or brackets.",
    ),
    entry(
        Code::TemplateSyntax,
        "template-syntax",
        Error,
        "A template of the theme folder is not valid Tera.\n\nThe report points at the place. Every \
         `{%` needs its `%}`, every block its end, and strings need quotes.",
    ),
    entry(
        Code::TemplateError,
        "template-error",
        Error,
        "A template failed while a page was rendered: it uses a variable that this kind of page does \
         not have, or calls a filter with a wrong argument.\n\nThe manual lists what each template \
         sees. Guard a variable that may be missing with `{% if name %}`.",
    ),
    entry(
        Code::UnknownTemplate,
        "unknown-template",
        Error,
        "The page's `template` names a file that is neither in the theme folder nor in the built-in \
         theme.\n\nCorrect the name, or write the template into the `templates` folder of your theme.",
    ),
    entry(
        Code::ThemeScript,
        "theme-script",
        Error,
        "A script of the theme folder imports or exports in a way that cannot be joined with other scripts, or it \
         imports a name that does not exist, or lacks a name that the built-in script in its place exports.\n\nImport with \
         `import { a, b as c } from \"./other.js\";`. Write `export` before `function`, `class` or `const`, or \
         `export { a, b as c };`. A script that does neither is published as it is.",
    ),
    entry(
        Code::UnknownThemeFile,
        "unknown-theme-file",
        Warning,
        "A file of your theme, or a key in one with words, has a name that nothing asks for, so it does nothing. Most often it is a slip \
         of the pen.\n\nCorrect the name. A theme has `templates/`, `static/` and `strings/`; partials have the names of those that \
         they replace, and files with words have the tags of languages.",
    ),
    entry(
        Code::ThemePolicy,
        "theme-policy",
        Warning,
        "A template holds a style, a script or an address of another host. Pages have a content security policy that blocks \
         all three.\n\nPut rules into a style sheet and code into a script under `static/`, and copy what is loaded into the theme.",
    ),
    entry(
        Code::CssSyntax,
        "css-syntax",
        Warning,
        "A style sheet of your theme has a brace, a comment or a quotation mark that does not close. Browsers ignore the rules from \
         there on.\n\nThe message names the line. Close what is open.",
    ),
    entry(
        Code::LowContrast,
        "low-contrast",
        Error,
        "Links and buttons in this colour could not be read by many people: WCAG 2.2 asks for a contrast of 4.5 to \
         1 between text and its background. `accent` stands on a light background, `accent_dark` on a dark \
         one.\n\nTake the shade that the report offers, which has the same hue. If you leave out one of the two \
         colours, a shade of the other is used.",
    ),
    entry(
        Code::OutputNotOurs,
        "output-not-ours",
        Error,
        "The output folder is not empty, and fieldguide did not make the files in it. Nothing was \
         written, so that you lose nothing.\n\nName another folder with `--output`, or empty \
         this one yourself if you are sure.",
    ),
    entry(
        Code::OutputOverlap,
        "output-overlap",
        Error,
        "The output folder holds the content, the project's own theme, its cache or its settings, or \
         lies within one of them. A build would then read or replace its own sources.\n\nName \
         an output folder beside them.",
    ),
    entry(
        Code::WriteFailed,
        "write-failed",
        Error,
        "The site could not be written: the disk is full, or the folder may not be written to. The \
         last site is as it was.\n\nThe message has the words of the operating system.",
    ),
    entry(
        Code::PortTaken,
        "port-taken",
        Error,
        "Another program already listens at the address that `serve` was to use, often another \
         `fieldguide serve`.\n\nStop it, or name another port with `--port`.",
    ),
    entry(
        Code::NotAProject,
        "not-a-project",
        Error,
        "The folder does not exist, or there is no content in it: neither a `fieldguide.yaml` nor a \
         `content` folder.\n\nName the project with `--root DIR`, a plain folder of Markdown with \
         `--content DIR`, or start a new knowledge base with `fieldguide init DIR`.",
    ),
    entry(
        Code::NoPages,
        "no-pages",
        Error,
        "The folder holds no page, so there is no site to make. Pages are files that end in `.md`, `.markdown` or `.mdx`.\n\n\
         Name the folder with the texts: `--content DIR`. Folders that begin with a dot, and \
         `node_modules`, are not searched.",
    ),
    entry(
        Code::MissingProgram,
        "missing-program",
        Error,
        "Word files are read by pandoc, a program of its own (pandoc.org). It is not installed, it is older than 2.17, or \
         it is not in one of the folders that `PATH` names.\n\nInstall it: `apt-get install pandoc` (Debian, Ubuntu), \
         `brew install pandoc` (macOS), `winget install JohnMacFarlane.Pandoc` (Windows). Then open a new terminal.",
    ),
    entry(
        Code::PackageName,
        "package-name",
        Error,
        "A package for a disk holds a file that cannot be unpacked on every system: Windows cannot hold its name, another \
         name differs from it in capitals only, or its path has over 180 characters. Some readers would miss the file, or \
         could not unpack the package at all.\n\nGive the file another name, or its page another `slug`.",
    ),
    entry(
        Code::SearchIndexNotKept,
        "search-index-not-kept",
        Warning,
        "The search index lies in the folder `.fieldguide` of the project, for the next build, which \
         then adds only changes, and for `fieldguide search`. It cannot be written \
         there. The site is whole and can be searched; only the index is not kept.\n\nMake the \
         folder writable, or remove the file in its place; wait for another build of the project \
         to end. Where that is not possible, switch this report off under `checks:`.",
    ),
    entry(
        Code::NoSearchIndex,
        "no-search-index",
        Error,
        "`fieldguide search` asks the index that the last build left in the folder `.fieldguide` of \
         the project, and there is none that this version of fieldguide can read.\n\nRun `fieldguide \
         build` in the project, then search again. `--root DIR` names another project.",
    ),
    entry(
        Code::UnknownFilter,
        "unknown-filter",
        Error,
        "A search can be narrowed by collection, by the fields that take their values from a \
         vocabulary, by tag and by language, written `--filter key=value`: `--filter \
         collection=recipes`.\n\nName a key and a value that the site has. Two values of one key mean \
         either of them; two keys mean both.",
    ),
    entry(
        Code::SearchExpectation,
        "search-expectation",
        Error,
        "A test in `search-tests.yaml` expects a page among the first results of a query, and it is not there. The report \
         says where it is, and what came instead.\n\nWrite the words of the query into the title, a heading or the text of \
         the page, or add them to `search.synonyms`. If the other pages answer as well, change the test.",
    ),
    entry(
        Code::LostAddress,
        "lost-address",
        Error,
        "`addresses.txt` holds a published address that the site has no longer, \
         so links from elsewhere would break.\n\nA page that took the place of another names the \
         address of that one under `aliases`. A file goes back under its name. If nobody needs the \
         address, let it go with `fieldguide check --addresses --accept`.",
    ),
    entry(
        Code::LostAnchor,
        "lost-anchor",
        Error,
        "`addresses.txt` holds a place on a page, such as a heading, that was published, and the page \
         would not have it any more: links from elsewhere would lead to the top of the page.\n\nA \
         heading with new words can keep its place: `## First steps {#start}`. If nobody needs the \
         place, let it go with `fieldguide check --addresses --accept`.",
    ),
    entry(
        Code::KnownProblemGone,
        "known-problem-gone",
        Warning,
        "The file of known problems has one that is gone. As long as it stays in the file, it could \
         come back unseen.\n\nWrite the file again with `--accept`.",
    ),
    entry(
        Code::RecordSyntax,
        "record-syntax",
        Error,
        "A file that `check` compares with, of known problems or of published addresses, has a line \
         that it cannot read. Most often it is the mark of a merge that git left to you.\n\nKeep the \
         lines of both sides and remove the marks; the order does not matter. Or remove the file and \
         write it again with `--accept`.",
    ),
    entry(
        Code::NoRecord,
        "no-record",
        Error,
        "`check` cannot compare the site with a file of known problems or of published addresses, because \
         the file does not exist.\n\nCheck its name, or write it with `--accept`.",
    ),
    entry(
        Code::BrokenExternalLink,
        "broken-external-link",
        Error,
        "`check --external` asked another host for an address, and the host said that nothing is there, \
         or led in a circle, or there is no such host.\n\nFind out where the page went, or remove the \
         link.",
    ),
    entry(
        Code::MovedExternalLink,
        "moved-external-link",
        Warning,
        "`check --external` asked another host for an address, and the host said that the page has moved \
         permanently. The old address may stop working one day.\n\nWrite the new address.",
    ),
    entry(
        Code::UntoldExternalLink,
        "untold-external-link",
        Warning,
        "`check --external` asked another host for an address and got no clear answer: the \
         host is silent, has a fault of its own, asks for a name and a password, or does not answer \
         programs; or its certificate fails. Or it was not asked, because its host is this machine or lies in a private \
         network, and a project from somebody else must not reach services there.\n\nLook at the \
         address yourself. If it works, and its host never answers programs, name \
         it under `skip` in the setting `external`. If private hosts may be asked, set `private_hosts: true` \
         there, or use `--private-hosts`.",
    ),
    entry(
        Code::LongSentence,
        "long-sentence",
        Advice,
        "A sentence has more words than `advice.sentence_words` in the settings allows, 25 by default. \
         Readers in a hurry, or in a language that they learned late, lose its beginning \
         before its end.\n\nSay it in several sentences, or as a list.",
    ),
    entry(
        Code::VagueLink,
        "vague-link",
        Advice,
        "The words of a link do not say where it leads: `here`, `read more`, or a bare address. Screen \
         readers list the links of a page without the words around them.\n\nWrite where it leads, such \
         as the title of the page.",
    ),
    entry(
        Code::SameLinkText,
        "same-link-text",
        Advice,
        "Two links of a page have the same words and lead to different pages, so readers cannot tell \
         them apart.\n\nSay in each where it leads.",
    ),
    entry(
        Code::UndefinedAcronym,
        "undefined-acronym",
        Advice,
        "A page uses a short form in capital letters and does not explain it at its \
         first use.\n\nWrite it out and put the short form in parentheses behind it. If many pages use it, \
         declare it under `abbreviations` in the settings, and each page explains it by itself. If everybody \
         knows it, name it under `advice.known_acronyms`.",
    ),
    entry(
        Code::Wording,
        "wording",
        Advice,
        "The text has words for which `advice.wording` in the settings names better ones. Quotations are \
         left alone.\n\nWrite the better words. Where the others are right, let the page silence the rule \
         and say why.",
    ),
    entry(
        Code::NumberWithoutSource,
        "number-without-source",
        Advice,
        "A paragraph gives a share in percent or a large number, or says that research shows something, \
         and neither cites a work nor links to one.\n\nCite its source: `[@key]`.",
    ),
    entry(
        Code::EmphasisAsHeading,
        "emphasis-as-heading",
        Advice,
        "A short paragraph is strong as a whole and looks like a heading. Screen readers, the table of \
         contents and the search do not treat it as one.\n\nMake it a heading: `##` and its words.",
    ),
    entry(
        Code::OrphanPage,
        "orphan-page",
        Advice,
        "No text, no menu and no relation leads to a page: only the list of its folder and the search do. \
         Few readers will come by.\n\nLink to it from a page where its readers are.",
    ),
    entry(
        Code::UselessSilence,
        "useless-silence",
        Advice,
        "A page silences a rule that finds nothing on it. After a change of the page, nobody would hear from the rule.\n\n\
         Remove the line from `silence`.",
    ),
    entry(
        Code::UnknownTag,
        "unknown-tag",
        Warning,
        "The settings have a list of `tags`, and a page has one that is not on it. Two words for one thing \
         divide the pages about it.\n\nChoose a tag of the list, or add the new one to it.",
    ),
    entry(
        Code::ReviewOverdue,
        "review-overdue",
        Warning,
        "The day under `review_by` is past, so parts of the page may be out of date, and the page says so \
         to its readers. Only `check` reports this; a build would fail one day without any change.\n\nReview the \
         page, and set `reviewed` and the next `review_by`.",
    ),
    entry(
        Code::ContradictoryLanguage,
        "contradictory-language",
        Error,
        "A file lies in the folder of one language, and its name ends with another: `fr/page.de.md`. The \
         name counts.\n\nMove the file, or take the language out of its name.",
    ),
    entry(
        Code::DuplicateTranslation,
        "duplicate-translation",
        Error,
        "Two files hold the same page in the same language: `page.fr.md` and `fr/page.md`, or two that \
         name one original under `translation_of`. One of them is left out, and nobody would see a change \
         in it.\n\nKeep one of them. Either way of naming files will do, but choose one for the \
         whole site.",
    ),
    entry(
        Code::SharedKey,
        "shared-key",
        Error,
        "A translation sets a key that is the same in all languages: relations, tags, values of vocabularies, \
         numbers, days, citations. They are written once, in the page that it translates, so that no two \
         languages contradict each other.\n\nRemove the key from the translation, or change it in the \
         original. Of a relation, a translation gives the reason in its own words: `- { to: page, reason: \
         … }`.",
    ),
    entry(
        Code::UntranslatedWords,
        "untranslated-words",
        Warning,
        "Words of the settings that readers see, such as labels, or a tag, have no translation under \
         `words`, so that pages in that language show them as they are.\n\nAdd them to the words of the \
         language. An entry is the words of the settings, a colon, and the translation: `Guides: Guías`.",
    ),
    entry(
        Code::OutdatedTranslation,
        "outdated-translation",
        Warning,
        "The original of a translation has changed since the translation was made: readers of the two \
         languages read different things. The page says so to its readers, too.\n\nBring the translation up \
         to date, and run `fieldguide translated` with its file. If the change was a small one that no \
         translation needs to follow, run `fieldguide translated --minor` with the file of the original.",
    ),
    entry(
        Code::UnrecordedTranslation,
        "unrecorded-translation",
        Advice,
        "A translation does not record the state of its original, so no check can find out \
         whether it is out of date.\n\nRun `fieldguide translated` with its file as soon as the two say \
         the same.",
    ),
    entry(
        Code::MissingTranslation,
        "missing-translation",
        Advice,
        "A page has no translation in one of the languages of the site. Readers of that language see it \
         in the first one, with a notice.\n\nWrite the translation beside the page: `page.fr.md` for \
         `page.md` in French.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_finds_its_own_entry() {
        for (position, entry) in CATALOGUE.iter().enumerate() {
            assert_eq!(entry.code as usize, position, "{} stands out of order", entry.name);
            assert_eq!(Code::from_name(entry.name), Some(entry.code));
        }
    }

    #[test]
    fn explanations_have_a_cause_and_a_cure() {
        for entry in &CATALOGUE {
            assert!(entry.explanation.contains("\n\n"), "{}: two paragraphs", entry.name);
        }
    }
}
