//! A workbook's archive, unpacked within bounds before any other code reads it.
//!
//! What is handed on is an archive made anew, nothing in it packed: whatever the sizes that the
//! original declares, no more than the bound is ever read.

use std::io::Read as _;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::domain::invalid_row::RowCode;

/// How many bytes a workbook may have once unpacked.
const MOST_UNPACKED: u64 = 200_000_000;

/// How many files the archive may have.
const MOST_ENTRIES: usize = 10_000;

/// What stands in place of a size that takes more than four bytes.
const HUGE: &[u8] = &[0xff; 4];

/// A file of the archive.
#[derive(Debug)]
pub(super) struct Entry {
    name: Vec<u8>,
    bytes: Vec<u8>,
}

/// Returns the archive with the files that a workbook's cells need, unpacked.
pub fn bounded(bytes: &[u8]) -> Result<Vec<u8>, RowCode> {
    let entries = unpacked(bytes, MOST_UNPACKED)?;
    if !entries.iter().any(|entry| entry.name == b"xl/workbook.xml") {
        return Err(RowCode::OtherArchive);
    }
    stored(entries).ok_or(RowCode::WorkbookDamaged)
}

/// Returns the files that are needed, of at most `most` bytes in all.
pub(super) fn unpacked(bytes: &[u8], most: u64) -> Result<Vec<Entry>, RowCode> {
    let (mut place, count) = directory(bytes).ok_or(RowCode::WorkbookDamaged)?;
    let mut left = most;
    let mut entries: Vec<Entry> = Vec::new();
    for _ in 0..count.min(MOST_ENTRIES) {
        let header = Header::read(bytes, place).ok_or(RowCode::WorkbookDamaged)?;
        place = header.next;
        let name = String::from_utf8_lossy(header.name).replace('\\', "/");
        if !is_needed(&name) || entries.iter().any(|entry| entry.name == name.as_bytes()) {
            continue;
        }
        if header.is_huge {
            let limit = most / 1_000_000;
            return Err(RowCode::WorkbookTooLarge { limit });
        }
        let unpacked = header
            .unpack(bytes, left + 1)
            .ok_or(RowCode::WorkbookDamaged)?;
        left = left
            .checked_sub(unpacked.len() as u64)
            .ok_or(RowCode::WorkbookTooLarge {
                limit: most / 1_000_000,
            })?;
        entries.push(Entry {
            name: name.into_bytes(),
            bytes: unpacked,
        });
    }
    Ok(entries)
}

/// Tells whether a file may say something of cells; images and such do not.
fn is_needed(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let is_text = ending.eq_ignore_ascii_case("xml") || ending.eq_ignore_ascii_case("rels");
    is_text
        && !["xl/media/", "xl/drawings/", "xl/charts/", "customXml/"]
            .iter()
            .any(|folder| name.starts_with(folder))
}

/// Returns where the directory of the archive stands, and the number of its files.
fn directory(bytes: &[u8]) -> Option<(usize, usize)> {
    let from = bytes.len().saturating_sub(66_000);
    let end = bytes[from..]
        .windows(4)
        .rposition(|window| window == b"PK\x05\x06")?
        + from;
    Some((long(bytes, end + 16)?, short(bytes, end + 10)?))
}

struct Header<'a> {
    name: &'a [u8],
    is_packed: bool,
    /// The size of what is packed.
    size: usize,
    /// Whether a size is so large that it stands elsewhere.
    is_huge: bool,
    /// Where the file's own header stands.
    local: usize,
    /// Where the next header of the directory stands.
    next: usize,
}

impl<'a> Header<'a> {
    fn read(bytes: &'a [u8], place: usize) -> Option<Self> {
        if bytes.get(place..place + 4)? != b"PK\x01\x02" || short(bytes, place + 8)? & 1 == 1 {
            return None;
        }
        let method = short(bytes, place + 10)?;
        let name = short(bytes, place + 28)?;
        let rest = short(bytes, place + 30)? + short(bytes, place + 32)?;
        Some(Self {
            name: bytes.get(place + 46..place + 46 + name)?,
            is_packed: match method {
                0 => false,
                8 => true,
                _ => return None,
            },
            size: long(bytes, place + 20)?,
            is_huge: bytes.get(place + 20..place + 24)? == HUGE
                || bytes.get(place + 24..place + 28)? == HUGE,
            local: long(bytes, place + 42)?,
            next: place + 46 + name + rest,
        })
    }

    fn unpack(&self, bytes: &[u8], most: u64) -> Option<Vec<u8>> {
        let start =
            self.local + 30 + short(bytes, self.local + 26)? + short(bytes, self.local + 28)?;
        let packed = bytes.get(start..start.checked_add(self.size)?)?;
        let mut unpacked = Vec::new();
        let read = if self.is_packed {
            DeflateDecoder::new(packed)
                .take(most)
                .read_to_end(&mut unpacked)
        } else {
            packed.take(most).read_to_end(&mut unpacked)
        };
        read.ok().map(|_| unpacked)
    }
}

fn short(bytes: &[u8], place: usize) -> Option<usize> {
    let found = bytes.get(place..place.checked_add(2)?)?;
    Some(usize::from(u16::from_le_bytes(found.try_into().ok()?)))
}

fn long(bytes: &[u8], place: usize) -> Option<usize> {
    let found = bytes.get(place..place.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(found.try_into().ok()?)).ok()
}

/// Returns an archive of files as they are.
fn stored(entries: Vec<Entry>) -> Option<Vec<u8>> {
    let count = u16::try_from(entries.len()).ok()?.to_le_bytes();
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let local = u32::try_from(archive.len()).ok()?;
        let facts = facts(&entry)?;
        archive.extend_from_slice(b"PK\x03\x04");
        archive.extend_from_slice(&facts);
        archive.extend_from_slice(&entry.name);
        archive.extend_from_slice(&entry.bytes);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&facts);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&local.to_le_bytes());
        directory.extend_from_slice(&entry.name);
    }
    let place = u32::try_from(archive.len()).ok()?;
    archive.extend_from_slice(&directory);
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    archive.extend_from_slice(&count);
    archive.extend_from_slice(&count);
    archive.extend_from_slice(&u32::try_from(directory.len()).ok()?.to_le_bytes());
    archive.extend_from_slice(&place.to_le_bytes());
    archive.extend_from_slice(&[0; 2]);
    Some(archive)
}

/// Returns what both headers of a file say, from the version on to the length of the name.
fn facts(entry: &Entry) -> Option<Vec<u8>> {
    let mut crc = Crc::new();
    crc.update(&entry.bytes);
    let size = u32::try_from(entry.bytes.len()).ok()?.to_le_bytes();
    let name = u16::try_from(entry.name.len()).ok()?.to_le_bytes();
    let parts: [&[u8]; 6] = [
        b"\x14\0\0\0\0\0\0\0\x21\0",
        &crc.sum().to_le_bytes(),
        &size,
        &size,
        &name,
        &[0; 2],
    ];
    Some(parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_stopped_while_it_is_unpacked() {
        use std::io::Write as _;
        let zeros = vec![b' '; 1_000_000];
        let mut packer =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..3 {
            packer.write_all(&zeros).unwrap();
        }
        let packed = packer.finish().unwrap();
        let size = u32::try_from(packed.len()).unwrap().to_le_bytes();
        let name = b"xl/workbook.xml";
        let mut facts = b"\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
        facts.extend(size);
        facts.extend(7_u32.to_le_bytes());
        facts.extend([15, 0, 0, 0]);
        let mut bomb = [b"PK\x03\x04".as_slice(), &facts, name, &packed].concat();
        let directory = u32::try_from(bomb.len()).unwrap();
        bomb.extend([b"PK\x01\x02\x14\0".as_slice(), &facts, &[0; 14], name].concat());
        bomb.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0\0\0\0\0");
        bomb.extend(directory.to_le_bytes());
        bomb.extend([0, 0]);
        let stopped = unpacked(&bomb, 2_000_000).err();
        assert_eq!(stopped, Some(RowCode::WorkbookTooLarge { limit: 2 }));
    }
}
