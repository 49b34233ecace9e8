use std::io::Write as _;
use std::process::{Command, Stdio};

use rawzip::ZipArchiveWriter;

use super::super::tests::ScratchFolder;
use super::*;
use crate::convert::PlainValue;

/// A Word file that pandoc writes.
fn written(markdown: &str) -> Vec<u8> {
    let mut child = Command::new("pandoc")
        .args(["--from", "markdown", "--to", "docx", "--output", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`tests/run` installs pandoc");
    child.stdin.take().expect("it has one").write_all(markdown.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends").stdout
}

/// A Word file of parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, text) in parts {
        let (mut entry, config) = archive.new_file(name).start().expect("it has a name");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(text.as_bytes()).expect("there is memory");
        let (_, descriptor) = writer.finish().expect("there is memory");
        entry.finish(descriptor).expect("there is memory");
    }
    archive.finish().expect("there is memory");
    bytes
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
    <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
    </Types>"#;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
    </Relationships>"#;

/// A Word file with paragraphs in XML, a line at the top of each sheet, and a comment.
fn document(paragraphs: &str) -> Vec<u8> {
    let body = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}</w:body></w:document>"#
    );
    let header = r#"<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Clinic, confidential</w:t></w:r></w:p></w:hdr>"#;
    let comments = r#"<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="1" w:author="Ann" w:date="2026-01-02T00:00:00Z"><w:p><w:r><w:t>Is this true?</w:t></w:r></w:p></w:comment></w:comments>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/>
        <Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>
        </Relationships>"#;
    packed(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", relations),
        ("word/document.xml", &body),
        ("word/header1.xml", header),
        ("word/comments.xml", comments),
    ])
}

fn converted(files: &[(&str, &[u8])]) -> Conversion {
    let folder = ScratchFolder::with(files);
    convert(&folder.0).expect("there is a Word file")
}

#[test]
fn a_document_becomes_a_page() {
    let markdown = "---\ntitle: Field guide\nauthor: [Ann Lee, Bo]\n---\n\n# Start {#start}\n\nSee [costs](#costs), **bold** and *soft*.[^1]\n\n\
        1. One\n2. Two\n    - inner\n\n> Said\n\n| Name | Cost |\n|:-----|-----:|\n| Tea  | 3    |\n\n# Costs {#costs}\n\n\
        Water is H~2~O.\n\n$x^2$\n\n```\ncode line\n```\n\n[^1]: A *note*.\n";
    let made = converted(&[("guide.docx", &written(markdown))]);
    let page = made.page("guide.md");
    assert_eq!(page.title, "Field guide");
    let expected = "Ann Lee, Bo\n\n## Start\n\nSee [costs](#costs), **bold** and *soft*.[^1]\n\n1. One\n2. Two\n   - inner\n\n> Said\n\n\
        | Name | Cost |\n| --- | --- |\n| Tea | 3 |\n\n## Costs\n\nWater is H<sub>2</sub>O.\n\n$x^{2}$\n\n```\ncode line\n```\n\n\
        [^1]: A *note*.\n";
    assert_eq!(page.text, expected);
    assert_eq!(made.setting("math"), Some(&PlainValue::Literal("true".to_owned())));
    assert_eq!(made.losses, []);
}

#[test]
fn what_people_suggested_and_what_paper_needs_is_told() {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let paragraphs = format!(
        "<w:p>{}<w:ins w:id=\"2\" w:author=\"Bo\"><w:r><w:t>new </w:t></w:r></w:ins><w:del w:id=\"3\" w:author=\"Bo\"><w:r>\
         <w:delText>old </w:delText></w:r></w:del><w:commentRangeStart w:id=\"1\"/>{}<w:commentRangeEnd w:id=\"1\"/>\
         <w:r><w:commentReference w:id=\"1\"/></w:r></w:p>\
         <w:p><w:r><w:pict><v:textbox xmlns:v=\"urn:schemas-microsoft-com:vml\"><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>",
        run("A "),
        run("word"),
        run("Beside the text")
    );
    let made = converted(&[("notes.docx", &document(&paragraphs))]);
    let page = made.page("notes.md");
    assert!(page.text.contains("A new word\n"), "{}", page.text);
    assert_eq!(made.lost("deletion"), ["old"]);
    assert_eq!(made.lost("insertion"), ["new"]);
    assert_eq!(made.lost("comment"), ["Is this true?"]);
    assert_eq!(made.lost("running-header"), ["Clinic, confidential"]);
    let is_on_page = page.text.contains("Beside the text");
    assert!(is_on_page || made.lost("text-box") == ["Beside the text"], "{:?}", made.losses);
}

#[test]
fn links_to_other_documents_and_files_are_kept() {
    let files = [
        (
            "a b.docx",
            written("[two](sub/two.docx#x) [form](forms/f%201.pdf) [out](https://x.example)\n"),
        ),
        ("sub/two.docx", written("# X {#x}\n\nBack to [one](../a%20b.docx).\n")),
        ("forms/f 1.pdf", b"%PDF".to_vec()),
        ("~$a b.docx", b"lock".to_vec()),
        ("sub/broken.docx", b"no archive".to_vec()),
    ];
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let made = converted(&files);
    let one = &made.page("a b.md").text;
    assert!(
        one.contains("[two](sub/two.md#x) [form](forms/f%201.pdf) [out](https://x.example)"),
        "{one}"
    );
    let two = made.page("sub/two.md");
    assert_eq!(two.title, "X");
    assert!(two.text.contains("[one](../a%20b.md)"), "{}", two.text);
    let copied: Vec<&str> = made.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(copied, ["forms/f 1.pdf"]);
    let unread = made.losses.iter().filter(|loss| loss.kind == "unread-file");
    assert_eq!(unread.map(|loss| loss.source.as_str()).collect::<Vec<_>>(), ["sub/broken.docx"]);
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let folder = ScratchFolder::with(&[("a.docx", b"no archive"), ("b.txt", b"")]);
    let problem = convert(&folder.0.join("a.docx")).expect_err("it is damaged");
    assert!(problem.message.ends_with("cannot be read: it is no Word file, or it is damaged"));
    let problem = convert(&folder.0.join("b.txt")).expect_err("it is no Word file");
    assert_eq!(problem.code, Code::NoPages);
}
