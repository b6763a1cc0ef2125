//! Hashes of values, the same on every machine.

use std::hash::{Hash, Hasher};

/// Half of a BLAKE3 hash: enough to tell apart all that there will ever be.
pub type Digest = [u8; 16];

/// The first half of a hash.
pub fn half(hash: &blake3::Hash) -> Digest {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.as_bytes()[..16]);
    half
}

/// Hashes values one after the other; numbers are hashed in one form on every machine.
#[derive(Clone, Debug, Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// The digest of one value.
    pub fn of(value: &(impl Hash + ?Sized)) -> Digest {
        let mut digester = Self::default();
        value.hash(&mut digester);
        digester.digest()
    }

    /// The whole hash of all that was hashed.
    pub fn whole(&self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }

    /// The digest of all that was hashed.
    pub fn digest(&self) -> Digest {
        half(&self.0.finalize())
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn write_u16(&mut self, number: u16) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_u32(&mut self, number: u32) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_i16(&mut self, number: i16) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_i32(&mut self, number: i32) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_i64(&mut self, number: i64) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_isize(&mut self, number: isize) {
        self.write_i64(number as i64);
    }

    /// Nobody asks for the short form.
    fn finish(&self) -> u64 {
        0
    }
}
