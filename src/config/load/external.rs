//! How addresses on other hosts are checked.

use crate::config::External;
use crate::config::declare::{AnyText, Integer, KeyTable, List, To, Truth, key};

pub(super) static EXTERNAL: KeyTable<External> = KeyTable {
    keys: &[
        key("skip", &To(PATTERNS, |it: &mut External, patterns| it.skip.extend(patterns)))
            .or("none", "Addresses that are not asked for; `*` in a pattern stands for anything."),
        key("only", &To(PATTERNS, |it: &mut External, patterns| it.only.extend(patterns)))
            .or("all", "The same; where there are some, no other address is asked for."),
        key(
            "keep_days",
            &To(Integer { least: 0, most: 365 }, |it: &mut External, days| it.keep_days = days),
        )
        .or_default(|it| it.keep_days.to_string(), "Days that an answer is kept."),
        key(
            "timeout",
            &To(Integer { least: 1, most: 300 }, |it: &mut External, seconds| it.timeout = seconds),
        )
        .or_default(|it| it.timeout.to_string(), "Seconds to wait for an answer."),
        key("private_hosts", &To(Truth, |it: &mut External, asked| it.private_hosts = asked))
            .or_default(
                |it| format!("`{}`", it.private_hosts),
                "Whether hosts of this machine and of private networks are asked, too.",
            ),
    ],
    variants: None,
};

const PATTERNS: List<AnyText> = List { of: AnyText, called: "addresses or patterns" };
