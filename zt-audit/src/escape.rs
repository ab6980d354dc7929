//! JSON in ASCII, so that no value can break out of its line (L-04, X25).
//!
//! JSON itself escapes quotes and C0 controls. DEL, C1 controls, line separators and direction marks pass through it
//! and do their work in a terminal or in a line reader; letters of another script pose as those of this one.
//! Everything outside ASCII is therefore written as `\uXXXX`, which every JSON reader takes back.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// One line of JSON with its end.
pub(crate) fn to_line(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut line = Vec::with_capacity(512);
    value.serialize(&mut Serializer::with_formatter(&mut line, Ascii(CompactFormatter)))?;
    line.push(b'\n');
    Ok(line)
}

struct Ascii(CompactFormatter);

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.chars().all(is_plain) {
            return writer.write_all(fragment.as_bytes());
        }
        for character in fragment.chars() {
            if is_plain(character) {
                writer.write_all(character.encode_utf8(&mut [0; 4]).as_bytes())?;
            } else {
                character
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?;
            }
        }
        Ok(())
    }

    fn write_raw_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        self.0.write_raw_fragment(writer, fragment)
    }
}

const fn is_plain(character: char) -> bool {
    character.is_ascii() && !character.is_ascii_control()
}
