//! Pictures: the size that pages give them, and formats that browsers do not show.

use super::support::Site;

/// A photo of 400 by 300 dots with an orientation, as Exif data in the order of bytes of a camera.
fn jpeg(orientation: u8, is_little_endian: bool) -> Vec<u8> {
    let data = [&b"Exif\0\0"[..], &exif(orientation, is_little_endian)].concat();
    let length = u16::try_from(data.len() + 2).expect("it is short").to_be_bytes();
    // Another part of the kind that holds Exif data comes first.
    let other = b"\xff\xd8\xff\xe1\0\x06http\xff\xe1";
    let size = b"\xff\xc0\0\x0b\x08\x01\x2c\x01\x90\x01\x01\x11\0\xff\xd9";
    [&other[..], &length, &data, size].concat()
}

fn exif(orientation: u8, is_little_endian: bool) -> Vec<u8> {
    if is_little_endian {
        [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[orientation, 0, 0, 0], &[0; 4]]
            .concat()
    } else {
        [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"[..], &[0, orientation, 0, 0], &[0; 4]]
            .concat()
    }
}

/// A drawing of 400 by 300 dots; its Exif data comes behind another part.
fn png(orientation: u8) -> Vec<u8> {
    let data = exif(orientation, false);
    let length = u32::try_from(data.len()).expect("it is short").to_be_bytes();
    let head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x90\0\0\x01\x2c\x08\0\0\0\0\0\0\0\0";
    let dots = b"\0\0\0\x01IDATx\0\0\0\0";
    [&head[..], dots, &length, b"eXIf", &data, b"\0\0\0\0\0\0\0\0IEND\0\0\0\0"].concat()
}

/// A picture of 400 by 300 dots in the extended form of WebP.
fn webp(orientation: u8) -> Vec<u8> {
    let data = exif(orientation, true);
    let length = u32::try_from(data.len()).expect("it is short").to_le_bytes();
    let head = b"RIFF\x60\0\0\0WEBPVP8X\x0a\0\0\0\x08\0\0\0\x8f\x01\0\x2b\x01\0";
    [&head[..], b"ICCP\x01\0\0\0i\0", b"EXIF", &length, &data].concat()
}

/// The tag of the only picture of a page.
fn tag_of(name: &str, file: impl AsRef<[u8]>) -> String {
    let site = Site::new()
        .file("content/index.md", format!("---\ntitle: X\n---\n![A picture]({name})\n"))
        .file(&format!("content/{name}"), file);
    site.run(&["build", "--strict"]).fine();
    let html = site.published("index.html");
    let start = html.find("<img").expect("it is there");
    html[start..start + html[start..].find('>').expect("it ends")].to_owned()
}

#[test]
fn a_photo_has_the_size_in_which_browsers_turn_it() {
    let (upright, turned) = ("width=\"400\" height=\"300\"", "width=\"300\" height=\"400\"");
    for orientation in 0..=9 {
        let expected = if (5..=8).contains(&orientation) { turned } else { upright };
        for (name, file) in [
            ("a.jpg", jpeg(orientation, false)),
            ("a.JPEG", jpeg(orientation, true)),
            ("a.png", png(orientation)),
            ("a.webp", webp(orientation)),
        ] {
            let tag = tag_of(name, file);
            assert!(tag.contains(expected), "{name} {orientation}: {tag}");
        }
    }
}

#[test]
fn a_drawing_has_the_size_that_its_units_say() {
    for (head, expected) in [
        ("width='100mm' height='50mm'", "width=\"378\" height=\"189\""),
        ("width='100%' height='100%' viewBox='0 0 40 20'", "width=\"40\" height=\"20\""),
    ] {
        let tag = tag_of("a.svg", format!("<svg xmlns='http://www.w3.org/2000/svg' {head}/>"));
        assert!(tag.contains(expected), "{head}: {tag}");
    }
}
