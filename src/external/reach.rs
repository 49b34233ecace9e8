//! Which hosts are asked: those of the open Internet, unless a flag allows others.
//!
//! A project from somebody else can link to anything, and so can a redirect. Checking it must not ask services of this
//! machine or its network. The address of the connection counts, and not the name of the host.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address of the network is not asked; `None`: it may be.
pub(crate) type AddressPolicy = fn(IpAddr) -> Option<&'static str>;

/// Any host is asked.
pub(crate) fn everywhere(_: IpAddr) -> Option<&'static str> {
    None
}

/// Only hosts of the open Internet are asked (IANA's registries of special-purpose addresses, RFC 6890).
pub(crate) fn public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => public_v4(address),
        IpAddr::V6(address) => public_v6(address),
    }
}

const MACHINE: &str = "on this machine";
const NETWORK: &str = "in a private network";
const NOBODY: &str = "at an address that no host of the Internet has";

fn public_v4(address: Ipv4Addr) -> Option<&'static str> {
    let [a, b, c, _] = address.octets();
    if address.is_loopback() || address.is_unspecified() {
        return Some(MACHINE);
    }
    // Behind a provider's translation (RFC 6598).
    let is_shared = a == 100 && (64..128).contains(&b);
    if address.is_private() || address.is_link_local() || is_shared {
        return Some(NETWORK);
    }
    let is_protocol = (a, b, c) == (192, 0, 0);
    let is_benchmark = a == 198 && matches!(b, 18 | 19);
    let is_reserved = a == 0 || a >= 240;
    let is_nobody = address.is_multicast()
        || address.is_documentation()
        || is_protocol
        || is_benchmark
        || is_reserved;
    is_nobody.then_some(NOBODY)
}

fn public_v6(address: Ipv6Addr) -> Option<&'static str> {
    if address.is_loopback() || address.is_unspecified() {
        return Some(MACHINE);
    }
    if let Some(inner) = embedded(address) {
        return public_v4(inner);
    }
    let [first, second, third, ..] = address.segments();
    // Addresses of a site were called off (RFC 3879), and some still use them; 64:ff9b:1::/48 is local (RFC 8215).
    let is_of_site = first & 0xffc0 == 0xfec0;
    let is_translated = (first, second, third) == (0x64, 0xff9b, 1);
    if address.is_unique_local() || address.is_unicast_link_local() || is_of_site || is_translated {
        return Some(NETWORK);
    }
    // Only 2000::/3 is given to hosts; of that, 2001::/23 to protocols, and 2001:db8::/32 and 3fff::/20 to books.
    let is_protocol = first == 0x2001 && second < 0x200;
    let is_book = (first, second) == (0x2001, 0xdb8) || (first == 0x3fff && second < 0x1000);
    (first & 0xe000 != 0x2000 || is_protocol || is_book).then_some(NOBODY)
}

/// The older address that a newer one stands for: mapped or compatible (RFC 4291), translated (RFC 6052), or
/// over a tunnel (RFC 3056).
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    match address.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_the_open_internet_are_public() {
        for address in
            ["127.0.0.1", "127.9.9.9", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::127.0.0.1"]
        {
            assert_eq!(why(address), Some(MACHINE), "{address}");
        }
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00::1",
            "2001:200::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:101:101::1",
        ] {
            assert_eq!(why(address), None, "{address}");
        }
    }

    fn why(address: &str) -> Option<&'static str> {
        public(address.parse().expect("an address"))
    }

    #[test]
    fn addresses_of_networks_and_of_nobody_are_not_public() {
        for address in [
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "fec0::1",
            "::ffff:10.0.0.1",
            "64:ff9b::192.168.0.1",
            "64:ff9b:1::1",
            "2002:a00:1::1",
        ] {
            assert_eq!(why(address), Some(NETWORK), "{address}");
        }
        for address in [
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "0.1.2.3",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
            "3fff::1",
            "5f00::1",
            "::ffff:224.0.0.1",
        ] {
            assert_eq!(why(address), Some(NOBODY), "{address}");
        }
    }
}
