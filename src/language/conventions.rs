//! How a language counts, sorts, and writes numbers and days (Unicode CLDR, by ICU4X).

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use icu_collator::CollatorBorrowed;
use icu_collator::options::{CollatorOptions, Strength};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale::{Direction, Locale, LocaleDirectionality};
use icu_plurals::{PluralCategory, PluralRules};

/// The conventions of a language.
pub(crate) struct Conventions {
    plurals: PluralRules,
    numbers: DecimalFormatter,
    days: DateTimeFormatter<YMD>,
    collator: CollatorBorrowed<'static>,
    /// Knows letters apart, and nothing of their accents and case.
    letters: CollatorBorrowed<'static>,
    direction: &'static str,
}

/// Made once for each language: what they are made from is in the program.
static KNOWN: LazyLock<Mutex<HashMap<String, Arc<Conventions>>>> = LazyLock::new(Mutex::default);

impl Conventions {
    /// Those of a BCP 47 tag; for a language that CLDR does not know, those of its root.
    pub(crate) fn of(tag: &str) -> Arc<Conventions> {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let made = known.entry(tag.to_owned()).or_insert_with(|| Arc::new(Conventions::new(tag)));
        Arc::clone(made)
    }

    fn new(tag: &str) -> Conventions {
        let locale: Locale = tag.parse().unwrap_or(Locale::UNKNOWN);
        let collator = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            CollatorBorrowed::try_new((&locale).into(), options)
        };
        let direction = match LocaleDirectionality::new_common().get(&locale.id) {
            Some(Direction::RightToLeft) => "rtl",
            _ => "ltr",
        };
        let known = "the data of CLDR is in the program, and falls back to its root";
        Conventions {
            plurals: PluralRules::try_new_cardinal((&locale).into()).expect(known),
            numbers: DecimalFormatter::try_new(
                (&locale).into(),
                DecimalFormatterOptions::default(),
            )
            .expect(known),
            days: DateTimeFormatter::try_new((&locale).into(), YMD::long()).expect(known),
            collator: collator(Strength::Tertiary).expect(known),
            letters: collator(Strength::Primary).expect(known),
            direction,
        }
    }

    /// The direction of its writing as HTML names it: `rtl` or `ltr`.
    pub(crate) fn direction(&self) -> &'static str {
        self.direction
    }

    /// What sorts as the language does: two texts are in the order of their keys. Signs before the first
    /// letter, such as quotation marks, do not count.
    pub(crate) fn sort_key(&self, text: &str) -> Vec<u8> {
        key(&self.collator, from_first_letter(text))
    }

    /// The order of two texts, which is that of their keys.
    pub(crate) fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(from_first_letter(a), from_first_letter(b))
    }

    /// The letter of the alphabet under which a text stands, as a capital, and what sorts it among the
    /// others. An accent makes a letter of its own in some languages only. `None`: it has no letter.
    pub(crate) fn letter(&self, text: &str) -> Option<(Vec<u8>, String)> {
        let first = text.chars().find(|c| c.is_alphanumeric()).filter(|c| c.is_alphabetic())?;
        let written = first.to_string();
        let own = key(&self.letters, &written);
        let plain = super::tokens(&written).into_iter().next().map(|token| token.text);
        let plain = plain.and_then(|plain| Some(plain.chars().next()?.to_string()));
        let letter = plain.filter(|plain| key(&self.letters, plain) == own).unwrap_or(written);
        Some((own, letter.to_uppercase()))
    }

    /// The plural form that goes with a number: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub(crate) fn plural(&self, number: usize) -> &'static str {
        match self.plurals.category_for(number) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }

    /// A number as the language writes it: `12,345`.
    pub(crate) fn number(&self, number: usize) -> String {
        self.numbers.format(&Decimal::from(number)).to_string()
    }

    /// A day as the language writes it: `May 22, 2027`. `None` if there is no such day.
    pub(crate) fn day(&self, year: i16, month: i8, day: i8) -> Option<String> {
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let date = Date::try_new_iso(year.into(), month, day).ok()?;
        Some(self.days.format(&date).to_string())
    }
}

/// A text without the signs before its first letter, if it has one.
fn from_first_letter(text: &str) -> &str {
    let words = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if words.is_empty() { text } else { words }
}

fn key(collator: &CollatorBorrowed<'_>, text: &str) -> Vec<u8> {
    let mut key = Vec::new();
    let Ok(()) = collator.write_sort_key_to(text, &mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_own_ways() {
        let day = |tag| Conventions::of(tag).day(2027, 5, 22).expect("it is a day");
        assert_eq!(day("en"), "May 22, 2027");
        assert_eq!(day("de"), "22. Mai 2027");
        assert_eq!(day("fr"), "22 mai 2027");
        assert_eq!(day("ja"), "2027年5月22日");
        assert_eq!(day("xx"), day("und"));
        assert_eq!(Conventions::of("en").day(2027, 2, 30), None);
        let number = |tag| Conventions::of(tag).number(12_345);
        assert_eq!((number("en"), number("de")), ("12,345".to_owned(), "12.345".to_owned()));
        let plurals = |tag| [0, 1, 2, 5, 11, 100].map(|number| Conventions::of(tag).plural(number));
        assert_eq!(plurals("en"), ["other", "one", "other", "other", "other", "other"]);
        assert_eq!(plurals("ja"), ["other"; 6]);
        assert_eq!(plurals("ar"), ["zero", "one", "two", "few", "many", "other"]);
    }

    #[test]
    fn words_are_sorted_as_a_language_sorts_them() {
        let sorted = |tag, mut words: Vec<&'static str>| {
            let conventions = Conventions::of(tag);
            words.sort_by_cached_key(|word| conventions.sort_key(word));
            assert!(words.is_sorted_by(|a, b| conventions.compare(a, b).is_le()));
            words
        };
        assert_eq!(sorted("de", vec!["Zug", "Öl", "ohne", "Auto"]), ["Auto", "ohne", "Öl", "Zug"]);
        assert_eq!(sorted("sv", vec!["Öl", "Zug", "ohne"]), ["ohne", "Zug", "Öl"]);
        assert_eq!(
            sorted("en", vec!["b", "“a”", "B", "é", "f", "…"]),
            ["…", "“a”", "b", "B", "é", "f"]
        );
    }

    #[test]
    fn a_letter_with_an_accent_is_one_of_its_own_where_the_language_says_so() {
        let letter = |tag, text| Conventions::of(tag).letter(text).map(|(_, letter)| letter);
        assert_eq!(letter("fr", "« Écoute »").as_deref(), Some("E"));
        assert_eq!(letter("de", "Übung").as_deref(), Some("U"));
        assert_eq!(letter("sv", "Övning").as_deref(), Some("Ö"));
        assert_eq!(letter("es", "ñandú").as_deref(), Some("Ñ"));
        assert_eq!(letter("ja", "回復").as_deref(), Some("回"));
        assert_eq!((letter("en", "24 hours"), letter("en", "…")), (None, None));
    }

    #[test]
    fn directions_are_those_of_the_script() {
        let direction = |tag| Conventions::of(tag).direction();
        for tag in ["ar", "he", "fa-IR", "ur", "az-Arab"] {
            assert_eq!(direction(tag), "rtl", "{tag}");
        }
        for tag in ["en", "zh-CN", "az", "ur-Latn", "xx"] {
            assert_eq!(direction(tag), "ltr", "{tag}");
        }
    }
}
