use super::*;
use crate::convert::tests::ScratchFolder;

fn table(csv: &[u8], title: Option<&str>) -> Result<Conversion, Diagnostic> {
    let folder = ScratchFolder::with(&[("good-places.csv", csv)]);
    let options = ConvertOptions { title_column: title.map(str::to_owned) };
    convert(&folder.0.join("good-places.csv"), &options)
}

fn value<'p>(page: &'p ConvertedPage, key: &str) -> Option<&'p PlainValue> {
    page.front_matter.iter().find(|(own, _)| own == key).map(|(_, value)| value)
}

fn words(text: &str) -> PlainValue {
    PlainValue::Text(text.to_owned())
}

fn literal(text: &str) -> PlainValue {
    PlainValue::Literal(text.to_owned())
}

/// The types of the fields that the settings declare.
fn types(conversion: &Conversion) -> Vec<(String, String)> {
    let Some(PlainValue::Block(collections)) = conversion.setting("collections") else {
        panic!("there is one")
    };
    let PlainValue::Block(collection) = &collections[0].1 else { panic!("it is a block") };
    let Some((_, PlainValue::Block(fields))) = collection.iter().find(|(key, _)| key == "fields")
    else {
        panic!("it has fields")
    };
    let kinds = fields.iter().map(|(name, field)| match field {
        PlainValue::Block(keys) => (name.clone(), format!("{:?}", keys[0].1)),
        other => panic!("{other:?}"),
    });
    kinds.collect()
}

const TABLE: &str = "\u{feff}Name;Kind;Seen;Link;Hours;Audience;Notes;Empty;Description\n\
    Ümit's place;Clinic;31.12.2025;https://a.example/x;37.5;Peers;\"A *line*\n\nand more; text\";;Short\n\
    ;;;;;;;;\n\
    Other;Club;1.2.2026;https://b.example;4;Peers | Staff;;;\n\
    Other;Clinic;2.2.2026;;;Staff;;;Words;extra\n\
    Last;Club;3.2.2026;;;Staff;\n";

#[test]
fn each_row_is_a_page_with_typed_fields() {
    let table = table(TABLE.as_bytes(), None).expect("it is one");
    let paths: Vec<&str> = table.pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "good-places/ümits-place.md",
            "good-places/other.md",
            "good-places/other-2.md",
            "good-places/last.md"
        ]
    );
    let first = &table.pages[0];
    assert_eq!(first.title, "Ümit's place");
    assert_eq!(first.text, "A \\*line\\*\n\nand more; text\n");
    for (key, expected) in [
        ("kind", words("clinic")),
        ("seen", literal("2025-12-31")),
        ("link", words("https://a.example/x")),
        ("hours", literal("37.5")),
        ("audience", PlainValue::List(vec![words("peers")])),
        ("description", words("Short")),
    ] {
        assert_eq!(value(first, key), Some(&expected), "{key}");
    }
    let kinds = types(&table);
    let kinds: Vec<&str> = kinds.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(kinds, ["kind", "seen", "link", "hours", "audience"]);
    assert_eq!(
        (table.lost("empty-row").len(), table.lost("extra-cell"), table.lost("empty-column")),
        (1, vec!["extra"], vec!["Empty"])
    );
}

#[test]
fn the_type_of_a_column_is_that_of_all_its_values() {
    for (values, kind) in [
        (&["1", "20", "-3"][..], "integer"),
        (&["1", "007", "3"], "string"),
        (&["1.5", "2", "3"], "number"),
        (&["2026-01-02", "2025-12-31T10:00:00Z", "2025/1/2"], "date"),
        (&["12/31/2025", "1/2/2025", "3/4/2025"], "date"),
        (&["1/2/2025", "3/4/2025", "5/6/2025"], "string"),
        (&["a@b.example", "c@d.example", "e@f.example"], "email"),
        (&["true", "FALSE", "true"], "boolean"),
        (&["red", "red", "blue"], "string"),
        (&["red", "red", "red"], "one-of"),
    ] {
        let rows: Vec<String> =
            values.iter().enumerate().map(|(at, value)| format!("row {at},{value}")).collect();
        let table = table(format!("name,value\n{}\n", rows.join("\n")).as_bytes(), None)
            .expect("it is one");
        assert_eq!(types(&table)[0].1, format!("Text({kind:?})"), "{values:?}");
    }
}

#[test]
fn a_table_in_any_form_is_read() {
    for csv in [
        &b"a\tb\r\nx\t\"1, 2\"\r\n"[..],
        b"sep=;\na;b\nx;1, 2\n",
        b"a|b\nx|1, 2",
        b"\n\na;b\nx;1, 2\n;\n;\n",
    ] {
        let table = table(csv, None).expect("it is one");
        assert_eq!(table.pages.len(), 1);
        assert_eq!(
            (table.pages[0].title.as_str(), value(&table.pages[0], "b")),
            ("x", Some(&words("1, 2")))
        );
    }
    let latin = table(b"name,place\nM\xfcller,K\xf6ln\n", None).expect("it is one");
    assert_eq!(latin.pages[0].title, "Müller");
}

#[test]
fn the_column_of_titles_can_be_chosen() {
    let csv = b"id,place,title,weight\n1,A,T,5\n";
    assert_eq!(table(csv, None).expect("it is one").pages[0].title, "T");
    let chosen = table(csv, Some("Place")).expect("it is one");
    assert_eq!(chosen.pages[0].title, "A");
    // Keys that mean something on each page.
    assert_eq!(value(&chosen.pages[0], "title_of_row"), Some(&words("T")));
    assert_eq!(value(&chosen.pages[0], "weight_of_row"), Some(&literal("5")));
    let problem = table(csv, Some("plac")).expect_err("there is none");
    assert_eq!(problem.help.as_deref(), Some("did you mean `place`?"));
    assert!(table(b"a,b\n", None).is_err());
}
