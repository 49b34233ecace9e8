//! Numbers in as few bytes as they need: seven bits in each, the lowest first; all but the last have the high bit
//! (LEB128, as in the DWARF standard, version 5, section 7.6).

/// Writes a number.
pub(super) fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}

/// Reads the number that bytes begin with, and takes it off them; `None` at their end.
pub(super) fn read(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    let mut shift = 0;
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written() {
        let numbers = [0, 1, 127, 128, 300, 1 << 14, u64::from(u32::MAX) << 1 | 1, u64::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            write(&mut bytes, number);
        }
        let mut rest = bytes.as_slice();
        let read: Vec<u64> = std::iter::from_fn(|| read(&mut rest)).collect();
        assert_eq!(read, numbers);
    }
}
