//! One address: asked for, followed, asked again.

use std::time::Duration;

use ureq::config::Config;
use ureq::http::{Response, StatusCode, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};

use super::{AddressPolicy, LinkStatus, Manners};
use crate::percent;

/// Redirects that are followed, as browsers do.
const MOST_REDIRECTS: usize = 20;

/// Requests for one address until it is given up.
const TRIES: u32 = 3;

/// Why there is no answer where a name leads nowhere.
pub(super) const NO_HOST: &str = "no host of this name was found";

/// The longest that a host can make us wait before the next try.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Asks for addresses.
pub(super) struct Client {
    agent: Agent,
    pause: Duration,
    timeout: Duration,
    reach: AddressPolicy,
}

/// Finds the addresses of hosts, without those that must not be asked. Connections go to these addresses and to
/// no others, so a name cannot lead elsewhere a moment later.
#[derive(Debug)]
struct Reachable {
    all: DefaultResolver,
    reach: AddressPolicy,
}

/// Why a host is not asked.
#[derive(Debug)]
struct OutOfReach(String);

impl std::fmt::Display for OutOfReach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OutOfReach {}

impl Resolver for Reachable {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let mut reachable = self.empty();
        let mut why = None;
        for address in &self.all.resolve(uri, config, timeout)? {
            match (self.reach)(address.ip()) {
                None => reachable.push(*address),
                Some(what) => why = Some(format!("its host is {what} ({})", address.ip())),
            }
        }
        match why {
            Some(why) if reachable.is_empty() => Err(Error::Other(Box::new(OutOfReach(why)))),
            _ => Ok(reachable),
        }
    }
}

/// The outcome of one request.
enum Try {
    Done(LinkStatus),
    /// Not now: why, how long to wait if the host says so, and whether the host was silent.
    Again(String, Option<Duration>, bool),
}

impl Try {
    /// The host did not answer at all.
    fn silent(why: &str) -> Try {
        Try::Again(why.to_owned(), None, true)
    }
}

impl Client {
    pub(super) fn new(manners: &Manners) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(manners.timeout))
            .user_agent(concat!("fieldguide/", env!("CARGO_PKG_VERSION"), " (link check)"))
            .build();
        let resolver = Reachable { all: DefaultResolver::default(), reach: manners.reach };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        let Manners { pause, timeout, reach, .. } = *manners;
        Client { agent, pause, timeout, reach }
    }

    /// Asks for an address. Also returns whether its host was silent.
    pub(super) fn ask(&self, address: &str) -> (LinkStatus, bool) {
        let mut wait = self.pause * 10;
        for number in 1..=TRIES {
            match self.follow(address) {
                Try::Done(answer) => return (answer, false),
                Try::Again(why, _, is_silent) if number == TRIES => {
                    return (LinkStatus::Unknown(why), is_silent);
                }
                Try::Again(_, asked, _) => {
                    std::thread::sleep(asked.unwrap_or(wait).min(LONGEST_WAIT));
                    wait *= 2;
                }
            }
        }
        unreachable!("the last try returns")
    }

    /// Follows an address to where it leads.
    fn follow(&self, address: &str) -> Try {
        let mut at = encoded(address);
        let mut way = vec![at.clone()];
        // Where it leads for good: as far as every redirect says so.
        let (mut moved, mut for_good) = (None, true);
        for _ in 0..=MOST_REDIRECTS {
            let response = match self.request(&at) {
                Ok(response) => response,
                Err(Try::Done(LinkStatus::NotAsked(why))) if way.len() > 1 => {
                    let why = format!("it redirects to `{at}`, and {why}");
                    return Try::Done(LinkStatus::NotAsked(why));
                }
                Err(tried) => return tried,
            };
            let status = response.status();
            if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
                // The place on the page goes along (RFC 9110, section 10.2.2).
                let place = address.find('#').map_or("", |at| &address[at..]);
                return judge(&response, moved.map(|to| to + place));
            }
            let location = response.headers().get("location").and_then(|to| to.to_str().ok());
            let Some(next) = location.and_then(|to| joined(&at, to)) else {
                return Try::Done(LinkStatus::Unknown(format!(
                    "it redirects, and not to an address ({status})"
                )));
            };
            if way.contains(&next) {
                return Try::Done(LinkStatus::Broken("it redirects in a circle".to_owned()));
            }
            for_good &=
                matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            if for_good {
                moved = Some(next.clone());
            }
            way.push(next.clone());
            at = next;
        }
        Try::Done(LinkStatus::Broken(format!("it redirects more than {MOST_REDIRECTS} times")))
    }

    /// The head of the file at an address; the whole file where the host does not answer requests for heads.
    fn request(&self, address: &str) -> Result<Response<Body>, Try> {
        if let Some(why) = self.out_of_reach_of_proxy(address) {
            return Err(Try::Done(LinkStatus::NotAsked(why)));
        }
        let head = self.agent.head(address).call();
        let may_be_wrong = match &head {
            Ok(response) => {
                response.status().is_client_error() || response.status().is_server_error()
            }
            // Some hosts end the connection when they do not know a method.
            Err(error) => matches!(error, Error::Protocol(_) | Error::Io(_)),
        };
        let answer =
            if may_be_wrong && !is_limited(&head) { self.agent.get(address).call() } else { head };
        answer.map_err(|error| failure(&error))
    }

    /// Why an address is not asked through a proxy, which finds hosts by itself: checks the name as this machine
    /// finds it.
    fn out_of_reach_of_proxy(&self, address: &str) -> Option<String> {
        let config = self.agent.config();
        config.proxy()?;
        let resolver = Reachable { all: DefaultResolver::default(), reach: self.reach };
        let uri: Uri = address.parse().ok()?;
        let after = ureq::unversioned::transport::time::Duration::Exact(self.timeout);
        let timeout = NextTimeout { after, ..NextTimeout::default() };
        match resolver.resolve(&uri, config, timeout) {
            Err(Error::Other(why)) => Some(why.to_string()),
            _ => None,
        }
    }
}

fn is_limited(answer: &Result<Response<Body>, Error>) -> bool {
    answer.as_ref().is_ok_and(|response| response.status() == StatusCode::TOO_MANY_REQUESTS)
}

/// The outcome that an answer of the host stands for.
fn judge(response: &Response<Body>, moved: Option<String>) -> Try {
    let status = response.status();
    if status.is_success() {
        return Try::Done(moved.map_or(LinkStatus::Works, LinkStatus::Moved));
    }
    let why = match status.canonical_reason() {
        Some(reason) => format!("the host says {} {reason}", status.as_u16()),
        None => format!("the host says {}", status.as_u16()),
    };
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Try::Done(LinkStatus::Broken(why)),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => {
            Try::Again(why, retry_after(response), false)
        }
        status if status.is_server_error() => Try::Again(why, retry_after(response), false),
        // It asks for a login, or rejects programs: a person may well get an answer.
        _ => Try::Done(LinkStatus::Unknown(why)),
    }
}

/// The seconds that a host asks for.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let seconds = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// A request without an answer.
fn failure(error: &Error) -> Try {
    match error {
        Error::HostNotFound => Try::silent(NO_HOST),
        Error::Io(error) if is_unknown_name(error) => Try::silent(NO_HOST),
        Error::Timeout(_) => Try::silent("the host did not answer in time"),
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            Try::silent("the host refuses connections")
        }
        Error::Io(error) if error.to_string().starts_with(CERTIFICATE) => {
            Try::Done(LinkStatus::Unknown(certificate(&error.to_string())))
        }
        Error::Io(_) | Error::ConnectionFailed => Try::silent("the connection failed"),
        Error::Other(why) if why.is::<OutOfReach>() => {
            Try::Done(LinkStatus::NotAsked(why.to_string()))
        }
        Error::BadUri(_) | Error::Http(_) => {
            Try::Done(LinkStatus::Unknown("it is not written as an address is".to_owned()))
        }
        other => Try::Done(LinkStatus::Unknown(other.to_string())),
    }
}

/// How an error begins that says why a certificate is not trusted; what follows is a name of the reason.
const CERTIFICATE: &str = "invalid peer certificate: ";

/// Why a certificate is not trusted.
fn certificate(error: &str) -> String {
    let reason = error.trim_start_matches(CERTIFICATE);
    let known = [
        ("UnknownIssuer", "nobody that this machine trusts has signed it"),
        ("Expired", "it has expired"),
        ("certificate expired", "it has expired"),
        ("NotValidYet", "it is not valid yet"),
        ("certificate not valid yet", "it is not valid yet"),
        ("NotValidForName", "it is that of another host"),
        ("certificate not valid for name", "it is that of another host"),
        ("Revoked", "it has been revoked"),
        ("CaUsedAsEndEntity", "it has signed itself"),
    ];
    let said = known.iter().find(|(name, _)| reason.contains(name));
    format!("the certificate of its host fails: {}", said.map_or(reason, |(_, said)| said))
}

/// Whether the system knows for sure that there is no such name; it says so in words only.
fn is_unknown_name(error: &std::io::Error) -> bool {
    let words = error.to_string();
    let unknown = ["Name or service not known", "nodename nor servname", "No such host is known"];
    unknown.iter().any(|unknown| words.contains(unknown))
}

/// An address without its fragment, which hosts do not get, and with other signs percent-encoded.
fn encoded(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    percent::encode(address, "-_.~!*'();:@&=+$,/?%[]")
}

/// Where a redirect leads, seen from where it stands (RFC 3986, section 5.2, without dots).
fn joined(base: &str, to: &str) -> Option<String> {
    let to = encoded(to.trim());
    let (scheme, rest) = base.split_once("://")?;
    let host = rest.split(['/', '?']).next()?;
    if to.starts_with("http://") || to.starts_with("https://") {
        return Some(to);
    }
    if let Some(other) = to.strip_prefix("//") {
        return Some(format!("{scheme}://{other}"));
    }
    if to.starts_with('/') {
        return Some(format!("{scheme}://{host}{to}"));
    }
    if to.contains(':') && to.split(['/', '?']).next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let path = rest[host.len()..].split('?').next().unwrap_or_default();
    if to.starts_with('?') {
        return Some(format!("{scheme}://{host}{path}{to}"));
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(format!("{scheme}://{host}{folder}/{to}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_lead_from_where_they_stand() {
        let base = "https://a.example/one/two?q=1";
        for (to, expected) in [
            ("https://b.example/x", Some("https://b.example/x")),
            ("//b.example/x", Some("https://b.example/x")),
            ("/x y#z", Some("https://a.example/x%20y")),
            ("x", Some("https://a.example/one/x")),
            ("?q=2", Some("https://a.example/one/two?q=2")),
            ("mailto:a@b.example", None),
        ] {
            assert_eq!(joined(base, to).as_deref(), expected, "{to}");
        }
        assert_eq!(joined("http://a.example", "x").as_deref(), Some("http://a.example/x"));
    }
}
