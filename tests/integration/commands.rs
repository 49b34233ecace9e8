//! The commands as a newcomer uses them.

use super::support::{Ran, Site, program};

#[test]
fn a_new_knowledge_base_builds_without_a_warning() {
    let site = Site::new();
    site.run(&["init", "mine"]).fine().says("fieldguide serve");
    site.run(&["build", "--root", "mine", "--strict"]).fine();
    site.run(&["init", "mine"]).fails(2).says("[output-not-ours]");
}

#[test]
fn a_new_page_has_every_field_and_is_a_draft() {
    let site = Site::new();
    site.run(&["init", "mine"]).fine();
    let made = site.run(&["new", "remedies", "Ask: \"why\"?", "--root", "mine"]).fine();
    let path = made.out.trim().to_owned();
    assert_eq!(path, "mine/content/remedies/ask-why.md");
    let text = std::fs::read_to_string(site.root().join(&path)).expect("it was written");
    assert!(text.contains("title: \"Ask: \\\"why\\\"?\"") && text.contains("# Effort: "), "{text}");
    assert!(text.contains("low | medium | high") && text.contains("\neffort:\n"), "{text}");
    site.run(&["build", "--root", "mine", "--strict"]).fine();
    site.run(&["check", "--root", "mine", "--drafts", "--format", "short"])
        .fails(1)
        .says("error[missing-field]");
    site.run(&["new", "remedies", "Ask why", "--root", "mine"]).fails(2).says("already");
    site.run(&["new", "remedy", "X", "--root", "mine"]).fails(2).says("did you mean `remedies`?");
}

#[test]
fn every_code_can_be_explained() {
    let site = Site::new();
    let list = site.run(&["explain"]).fine().out;
    assert!(list.lines().count() > 40);
    for line in list.lines() {
        let code = line.split_whitespace().next().expect("a code");
        let explained = site.run(&["explain", code]).fine().out;
        assert!(explained.contains(&format!("[{code}]")), "{explained}");
    }
    site.run(&["explain", "error[broken-link]"]).fine();
    site.run(&["explain", "broken-lnk"]).fails(2).says("did you mean `broken-link`?");
}

#[test]
fn settings_and_keys_and_components_can_be_explained() {
    let site = Site::new();
    for list in ["settings", "pages", "components"] {
        for line in site.run(&["explain", list]).fine().out.lines() {
            let name = line.split_whitespace().next().expect("a name");
            let explained = site.run(&["explain", name]).fine().out;
            assert!(explained.contains(&format!("{name} (")), "{explained}");
        }
    }
    let synonyms = site.run(&["explain", "search.synonyms"]).fine().out;
    assert!(synonyms.contains("Type: a list of lists of words or phrases"), "{synonyms}");
    let limit = site.run(&["explain", "feed.limit"]).fine().out;
    assert!(limit.contains("a whole number from 0 to 1000\nDefault: 20\n"), "{limit}");
    let order = site.run(&["explain", "collections.recipes.order"]).fine().out;
    assert!(order.starts_with("collections.NAME.order (in fieldguide.yaml)\n"), "{order}");
    let tags = site.run(&["explain", "tags"]).fine().out;
    assert!(tags.contains("(in fieldguide.yaml)") && tags.contains("(in front matter)"), "{tags}");
    let kind = site.run(&["explain", "chart.kind"]).fine().out;
    assert!(kind.contains("Type: `bar` or `line`\nDefault: `bar`\n"), "{kind}");
    site.run(&["explain", "synonyms"]).fails(2).says("`search.synonyms`");
    site.run(&["explain", "serch.synonyms"]).fails(2).says("did you mean `search.synonyms`?");
    site.run(&["explain", "quantum"]).fails(2).says("explain settings");
}

#[test]
fn the_manual_explains_every_code_as_the_program_does() {
    let manual = super::support::repository().join("docs/content/reference/diagnostics.md");
    let manual = std::fs::read_to_string(manual).expect("it is there");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = |text: &str| words(&text.replace("**Error**.", "").replace("**Warning**.", ""));
    let manual = plain(&manual);
    let site = Site::new();
    for line in site.run(&["explain"]).fine().out.lines() {
        let code = line.split_whitespace().next().expect("a code");
        assert!(manual.contains(&format!("## {code} ")), "the manual lacks `{code}`");
        let explained = site.run(&["explain", code]).fine().out;
        let text = explained.split_once("\n\n").expect("a head and a text").1;
        let text = text.split("\nTo change how it counts").next().unwrap_or(text);
        for paragraph in text.split("\n\n").map(words).filter(|paragraph| !paragraph.is_empty()) {
            assert!(manual.contains(&paragraph), "the manual says otherwise: {paragraph}");
        }
    }
}

#[test]
fn wrong_arguments_are_told_and_exit_with_2() {
    let site = Site::new();
    site.run(&["bild"]).fails(2).says("build");
    site.run(&["build", "--root", "nowhere"]).fails(2).says("[not-a-project]");
    site.run(&["build"]).fails(2).says("fieldguide init DIR");
    site.run(&["build", "--base-url", "example"]).fails(2).says("https://");
    site.run(&["serve", "--port", "99999"]).fails(2).says("99999");
    site.run(&["completions", "bash"]).fine();
}

#[test]
fn check_writes_nothing() {
    let site = Site::new().file("content/a.md", "# A\n\n[b](b.md)\n");
    site.run(&["check"]).fails(1).says("there is no page `b.md`").says("1 error in 1 page");
    assert!(!site.root().join("public").exists());
}

#[test]
fn strict_turns_warnings_into_failures() {
    let site = Site::new().file("content/a.md", "# A\n\n## B\n\n#### C\n\nText.\n");
    site.run(&["build"]).fine().says("1 heading-order");
    site.run(&["build", "--strict"]).fails(1);
    site.write("fieldguide.yaml", "checks: { heading-order: off }\n");
    site.run(&["build", "--strict"]).fine();
    site.write("fieldguide.yaml", "checks: { heading-order: error }\n");
    site.run(&["build"]).fails(1).says("error[heading-order]");
}

#[test]
fn reports_come_in_three_formats() {
    let site = Site::new().file("content/a.md", "# A\n\n\tß [b](./b.md)\r\n");
    let site = site.file("content/a.md", "# A\n\nß 日本 [b](./b.md)\r\n");
    let human = site.run(&["check", "--color", "never"]).fails(1).err;
    assert!(human.contains("error[broken-link]: there is no page `./b.md`"), "{human}");
    assert!(human.contains(" --> content/a.md:3:6"), "{human}");
    assert!(human.contains("3 | ß 日本 [b](./b.md)"), "{human}");
    assert!(human.contains("  |        ^^^^^^^^^^^"), "wide characters take two columns: {human}");
    let short = site.run(&["check", "--format", "short", "--quiet"]).fails(1).err;
    assert_eq!(short, "content/a.md:3:6: error[broken-link]: there is no page `./b.md`\n");
    let json = site.run(&["check", "--format", "json"]).fails(1).err;
    let object: serde_json::Value = serde_json::from_str(json.trim()).expect("one object a line");
    assert_eq!(object["code"], "broken-link");
    assert_eq!(object["place"]["start"]["column"], 6);
    let bytes = &object["place"]["bytes"];
    assert_eq!((&bytes[0], &bytes[1]), (&15.into(), &26.into()), "{json}");
    let coloured = site.run(&["check", "--color", "always"]).fails(1).err;
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn a_github_workflow_gets_commands_in_the_output() {
    let site = Site::new().file("content/a,b: 100%.md", "# A\n\n[b](./b.md)\n\n[c\nd](c%.md)\n");
    let ran = site.run(&["check", "--format", "github"]).fails(1).says("2 errors in 1 page");
    let lines: Vec<&str> = ran.out.lines().collect();
    let file = "file=content/a%2Cb%3A 100%25.md";
    assert_eq!(
        lines[0],
        format!(
            "::error {file},line=3,col=1,endColumn=12,endLine=3,title=broken-link::there is no page `./b.md`"
        )
    );
    assert_eq!(
        lines[1],
        format!("::error {file},line=5,endLine=6,title=broken-link::there is no page `c%25.md`"),
        "columns of several lines mean nothing there"
    );
    let nowhere = site.run(&["check", "--root", "x", "--format", "github"]).fails(2).out;
    assert!(
        nowhere.starts_with("::error title=not-a-project::there is no folder `x`%0Ahelp: name")
    );
}

#[test]
fn problems_that_say_the_same_share_one_report() {
    let site = Site::new().file("content/a.md", "# A\n\n[b](b.md)\n\n[b](b.md)\n");
    let page = |at: usize| format!("# P{at}\n\n[b](b.md)\n");
    let site = (0..7).fold(site, |site, at| site.file(&format!("content/p{at}.md"), page(at)));
    let ran = site.run(&["check"]).fails(1).says("9 errors");
    assert_eq!(ran.err.matches("there is no page `b.md`").count(), 1, "{}", ran.err);
    ran.says(
        "also in content/a.md:5:1, content/p0.md:3:1, content/p1.md:3:1, content/p2.md:3:1, content/p3.md:3:1 and 3 \
         more in 3 files",
    );
    let all = site.run(&["check", "--format", "short", "--quiet"]).fails(1).err;
    assert_eq!(all.lines().count(), 9, "{all}");
}

#[test]
fn a_file_has_ten_reports_at_most_and_errors_go_first() {
    let links = (0..12).map(|at| format!("[b](b{at}.md)\n\n")).collect::<Vec<_>>().concat();
    let site = Site::new()
        .file("fieldguide.yaml", "checks: { broken-link: warning }\n")
        .file("content/a.md", format!("# A\n\n{links}:::nonsense\n\nText.\n\n:::\n"));
    let ran = site.run(&["check"]).fails(1).says("1 error, 12 warnings");
    assert_eq!(ran.err.matches("warning[broken-link]").count(), 9, "{}", ran.err);
    ran.says("error[unknown-component]")
        .says("content/a.md has 3 more problems: 3 `broken-link` (`--format short` lists all)");
}

#[test]
fn formats_for_programs_have_a_version_and_fixes() {
    let site = Site::new().file("content/a.md", "# A\n\n##Ä\n\nText.\n");
    let line = site.run(&["check", "--format", "json"]).fine().err;
    let object: serde_json::Value = serde_json::from_str(line.trim()).expect("one object a line");
    assert_eq!(object["version"], 1);
    assert_eq!(object["fix"]["text"], "## ");
    assert_eq!(object["fix"]["place"]["bytes"], serde_json::json!([5, 7]));

    let log = site.run(&["check", "--format", "sarif"]).fine().out;
    let log: serde_json::Value = serde_json::from_str(&log).expect("one JSON document");
    assert_eq!(log["runs"][0]["properties"]["reportVersion"], 1);
    let change = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "## ");

    let lines = site.run(&["check", "--format", "github"]).fine().out;
    let (first, last) = lines.split_once('\n').expect("two lines");
    let (_, fix) = first.split_once("%0Afix: ").expect("a fix in the message");
    let fix: serde_json::Value = serde_json::from_str(fix).expect("JSON");
    let expected = serde_json::json!({
        "file": "content/a.md", "line": 3, "column": 1, "endLine": 3, "endColumn": 3, "text": "## ",
    });
    assert_eq!(fix, expected);
    assert_eq!(last, "::debug::fieldguide report version 1\n");
}

#[test]
fn a_sarif_log_is_written_to_the_output_also_of_no_problems() {
    let site = Site::new().file("content/a.md", "# A\n\n## B {#x}\nText.\n\n## B {#x}\n\nText.\n");
    let ran = site.run(&["check", "--format", "sarif", "--quiet"]).fails(1);
    assert_eq!(ran.err, "");
    let log: serde_json::Value = serde_json::from_str(&ran.out).expect("one JSON document");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    assert_eq!(result["level"], "error");
    let text = result["message"]["text"].as_str().expect("a message");
    assert!(
        text.starts_with("two headings of the page have the anchor `x`\nhelp: change"),
        "{text}"
    );
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/a.md");
    let region =
        serde_json::json!({"startLine": 6, "startColumn": 1, "endLine": 6, "endColumn": 10});
    assert_eq!(place["region"], region);
    let related = &result["relatedLocations"][0];
    assert_eq!(related["message"]["text"], "the first one");
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 3);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
    assert_eq!(rules[index.expect("a place")]["id"], "duplicate-anchor");
    site.write("content/a.md", "# A\n\nText.\n");
    let fine = site.run(&["check", "--format", "sarif"]).fine().out;
    let log: serde_json::Value = serde_json::from_str(&fine).expect("one JSON document");
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn a_closed_pipe_is_no_crash() {
    use std::process::Stdio;
    let mut child = program()
        .arg("explain")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let ran = Ran::of(child.wait_with_output().expect("it ends"));
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
}
