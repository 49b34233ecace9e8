//! Where the source of a site lies on the web, and what links that leave the site mean there.

use std::collections::BTreeSet;

use super::ContentPath;
use crate::memo::Fingerprint;
use crate::percent;

/// A repository at a host that shows its files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Repository {
    /// Without a slash at its end.
    address: String,
    host: RepositoryHost,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RepositoryHost {
    GitHub,
    GitLab,
    Bitbucket,
}

/// How a link uses a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FileUse {
    /// A reader looks at it.
    Read,
    /// A page shows it.
    Show,
}

impl Repository {
    /// The repository that an address leads into: that of a remote of Git, that of a page or a file at its host.
    pub(crate) fn parse(text: &str) -> Option<Repository> {
        let text = text.trim().trim_start_matches("git+");
        let rest = match text.split_once("://") {
            Some((_, rest)) => rest.to_owned(),
            None => text.split_once(':').map(|(host, path)| format!("{host}/{path}"))?,
        };
        // What stands before the host may be a password.
        let (authority, path) = rest.split_once('/')?;
        let domain = authority.rsplit('@').next()?.trim_start_matches("www.").to_ascii_lowercase();
        let host = host_of(&domain)?;
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = path.split("/-/").next().unwrap_or_default();
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let (owner, name) = (parts.next()?, parts.next()?);
        let name = name.strip_suffix(".git").unwrap_or(name);
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        (is_name(owner) && is_name(name))
            .then(|| Repository { address: format!("https://{domain}/{owner}/{name}"), host })
    }

    /// Its name, without that of its owner.
    pub(crate) fn name(&self) -> &str {
        self.address.rsplit('/').next().unwrap_or_default()
    }

    /// The address of a file, by its path from the root of the repository.
    pub(crate) fn file(&self, path: &str, usage: FileUse) -> String {
        let way = match (self.host, usage) {
            (RepositoryHost::GitHub, FileUse::Read) => "blob/HEAD",
            (RepositoryHost::GitLab, FileUse::Read) => "-/blob/HEAD",
            (RepositoryHost::GitLab, FileUse::Show) => "-/raw/HEAD",
            (RepositoryHost::Bitbucket, FileUse::Read) => "src/HEAD",
            (RepositoryHost::GitHub | RepositoryHost::Bitbucket, FileUse::Show) => "raw/HEAD",
        };
        format!("{}/{way}/{}", self.address, percent::encode(path, "-_.~!*';:@&=+$,/"))
    }
}

fn host_of(domain: &str) -> Option<RepositoryHost> {
    match domain {
        "github.com" => Some(RepositoryHost::GitHub),
        "bitbucket.org" => Some(RepositoryHost::Bitbucket),
        _ if domain == "gitlab.com" || domain.starts_with("gitlab.") => {
            Some(RepositoryHost::GitLab)
        }
        _ => None,
    }
}

/// What is known on the web of a folder that was written for another tool.
#[derive(Clone, Default, Debug)]
pub(crate) struct WebOrigin {
    /// The address at which the tool publishes the root of the site, with a slash at its end.
    pub(crate) published: Option<String>,
    pub(crate) source: Option<SourceFolder>,
}

/// The content folder in its repository.
#[derive(Clone, Debug)]
pub(crate) struct SourceFolder {
    pub(crate) repository: Repository,
    /// The path of the folder from the root of the repository.
    pub(crate) folder: String,
    /// The files outside of the folder, by their paths from the root, and the folders around them.
    pub(crate) files: BTreeSet<String>,
}

impl WebOrigin {
    /// Changes with all of it.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let source = self.source.iter();
        let of_source = source.flat_map(|source| {
            let files = source.files.iter().map(String::as_str);
            [&*source.repository.address, &*source.folder].into_iter().chain(files)
        });
        Fingerprint::of(self.published.as_deref().into_iter().chain(of_source))
    }

    /// What a path means that leaves the content folder, written in a folder of it: a file of the repository, or a page
    /// beside the published site.
    pub(crate) fn outside(&self, folder: &str, path: &str, usage: FileUse) -> Option<String> {
        self.in_repository(folder, path, usage).or_else(|| self.beside(folder, path))
    }

    fn in_repository(&self, folder: &str, path: &str, usage: FileUse) -> Option<String> {
        let source = self.source.as_ref()?;
        let path = ContentPath::resolve(&format!("{}/{folder}", source.folder), path)?;
        source.files.contains(path.as_str()).then(|| source.repository.file(path.as_str(), usage))
    }

    fn beside(&self, folder: &str, path: &str) -> Option<String> {
        let (scheme, rest) = self.published.as_ref()?.split_once("://")?;
        let (domain, root) = rest.split_once('/')?;
        let found = ContentPath::resolve(&format!("{root}{folder}"), path)?;
        let slash = if path.ends_with('/') { "/" } else { "" };
        let found = percent::encode(found.as_str(), "-_.~!*';:@&=+$,/");
        Some(format!("{scheme}://{domain}/{found}{slash}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_into_repositories() {
        for (text, address) in [
            ("https://github.com/a/b", Some("https://github.com/a/b")),
            ("https://token:secret@github.com/a/b.git", Some("https://github.com/a/b")),
            ("git@github.com:a/b.git", Some("https://github.com/a/b")),
            ("ssh://git@gitlab.com/a/b.git", Some("https://gitlab.com/a/b")),
            ("https://github.com/a/b/edit/main/docs/", Some("https://github.com/a/b")),
            ("https://gitlab.example.org/a/b/-/tree/x", Some("https://gitlab.example.org/a/b")),
            ("https://github.com/a", None),
            ("https://example.org/a/b", None),
            ("a/b", None),
        ] {
            let found = Repository::parse(text).map(|found| found.address);
            assert_eq!(found.as_deref(), address, "{text}");
        }
    }

    #[test]
    fn a_way_out_is_a_file_of_the_repository_or_a_page_beside_the_site() {
        let source = SourceFolder {
            repository: Repository::parse("https://github.com/a/b").expect("it is one"),
            folder: "docs".to_owned(),
            files: BTreeSet::from(["src".to_owned(), "src/x y.rs".to_owned()]),
        };
        let published = Some("https://example.org/book/".to_owned());
        let web = WebOrigin { published, source: Some(source) };
        for (folder, path, address) in [
            ("", "../src/x y.rs", Some("https://github.com/a/b/blob/HEAD/src/x%20y.rs")),
            ("g", "../../src", Some("https://github.com/a/b/blob/HEAD/src")),
            ("", "../std/str.html", Some("https://example.org/std/str.html")),
            ("g", "../../std/", Some("https://example.org/std/")),
            ("", "../../../x", None),
        ] {
            assert_eq!(web.outside(folder, path, FileUse::Read).as_deref(), address, "{path}");
        }
    }
}
