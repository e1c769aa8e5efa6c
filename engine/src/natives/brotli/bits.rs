/// Bits one after the other, the lowest of a byte first.
#[derive(Default)]
pub struct Bits {
    out: Vec<u8>,
    held: u64,
    count: u32,
}

/// A place to come back to.
pub struct Mark(usize, u64, u32);

impl Bits {
    pub fn put(&mut self, value: u32, count: u32) {
        self.held |= u64::from(value) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    pub fn is_whole(&self) -> bool {
        self.count == 0
    }

    /// To the next whole byte.
    pub fn align(&mut self) {
        self.put(0, self.count.wrapping_neg() % 8);
    }

    /// From a whole byte on.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    pub fn mark(&self) -> Mark {
        Mark(self.out.len(), self.held, self.count)
    }

    pub fn back(&mut self, &Mark(length, held, count): &Mark) {
        self.out.truncate(length);
        (self.held, self.count) = (held, count);
    }

    pub fn bytes_since(&self, mark: &Mark) -> usize {
        self.out.len() - mark.0
    }

    /// The whole bytes so far.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }
}
