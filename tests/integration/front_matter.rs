//! Front matter and settings that their author meant in another way: what `check --fix` makes of them.

use super::support::Site;

#[test]
fn what_was_certainly_meant_is_written() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: Step #2 of all\ndescription: The 'best' \"site\" #1\n")
        .file("content/a.md", "---\ntitle: #1 way\nextra:\n  all:\n    - “Curly”\n---\nText.\n")
        .file("content/b.md", "---\ntitle: 'Children's books'\n---\nText.\n")
        .file("content/c.md", "---\ntitle: The \"first\": one\ntags:\n- \"a \"b\"\"\n---\nText.\n")
        .file("content/d.md", "---\ndescription: One\ntwo\n\ntitle: D\n---\nText.\n")
        .file("content/e.md", "---\ntitle: E\nowner: 'both' \"kinds's\"\n---\nText.\n");
    site.run(&["check", "--fix", "--yes"]);
    let read = |path: &str| std::fs::read_to_string(site.root().join(path)).expect("it is there");
    assert_eq!(
        read("fieldguide.yaml"),
        "title: \"Step #2 of all\"\ndescription: \"The 'best' \\\"site\\\" #1\"\n"
    );
    assert_eq!(
        read("content/a.md"),
        "---\ntitle: \"#1 way\"\nextra:\n  all:\n    - \"Curly\"\n---\nText.\n"
    );
    assert_eq!(read("content/b.md"), "---\ntitle: \"Children's books\"\n---\nText.\n");
    assert_eq!(read("content/d.md"), "---\ndescription: One\n  two\n\ntitle: D\n---\nText.\n");
    // Two mistakes in one file: neither fix alone makes it readable, so none is certain.
    assert!(read("content/c.md").contains("title: The \"first\": one\n"));
    assert!(read("content/e.md").contains("owner: 'both' \"kinds's\"\n"));
}
