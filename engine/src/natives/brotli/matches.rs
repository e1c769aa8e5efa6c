//! What has been before: the longest and nearest are found by the hash of their first bytes.
use super::commands::{Command, Ring};

/// Bytes that are hashed: the shortest match that is looked for.
const SHORTEST: usize = 4;
const HASH_BITS: u32 = 15;
const NONE: u32 = u32::MAX;
/// A match this long is not bettered.
const LONG: usize = 512;
/// Memory is kept for so much of what came, whatever window is asked for.
const MOST_KEPT: usize = 1 << 20;

/// How much is looked for: of quality 0 to 11.
const DEPTHS: [u32; 12] = [1, 2, 4, 8, 12, 16, 24, 32, 64, 128, 256, 512];
/// From here on a byte is passed over where the next one begins something better.
const PATIENT: usize = 4;

pub struct Matches {
    data: Vec<u8>,
    /// The last place of each hash, and the one before each place.
    heads: Vec<u32>,
    earlier: Vec<u32>,
    /// Everything before it is in the tables.
    noted: usize,
    window: usize,
    depth: u32,
    patient: bool,
}

#[derive(Clone, Copy)]
struct Match {
    length: usize,
    distance: usize,
    /// Higher where it saves more.
    score: usize,
}

impl Matches {
    pub fn new(quality: usize, window: usize) -> Self {
        Matches {
            data: Vec::new(),
            heads: vec![NONE; 1 << HASH_BITS],
            earlier: Vec::new(),
            noted: 0,
            window: window.min(MOST_KEPT),
            depth: DEPTHS[quality],
            patient: quality >= PATIENT,
        }
    }

    pub fn data(&self) -> &[u8] {
        &self.data
    }

    pub fn add(&mut self, data: &[u8]) {
        self.data.extend_from_slice(data);
    }

    /// Forgets what is out of reach. @returns the place that `at` has now
    pub fn slide(&mut self, at: usize) -> usize {
        if at < 2 * self.window {
            return at;
        }
        self.note(at);
        let gone = at - self.window;
        self.data.drain(..gone);
        self.earlier.drain(..gone);
        for place in self.heads.iter_mut().chain(&mut self.earlier) {
            *place =
                if *place == NONE { NONE } else { place.checked_sub(gone as u32).unwrap_or(NONE) };
        }
        self.noted -= gone;
        self.window
    }

    /// What makes the bytes of a part.
    pub fn commands(&mut self, start: usize, end: usize, mut ring: Ring) -> Vec<Command> {
        let mut all = Vec::new();
        let (mut at, mut from) = (start, start);
        while at < end {
            let Some(mut found) = self.find(at, end, &ring) else {
                at += 1;
                continue;
            };
            for _ in 0..if self.patient { 4 } else { 0 } {
                match self.find(at + 1, end, &ring) {
                    Some(next) if next.score >= found.score + 175 => {
                        found = next;
                        at += 1;
                    }
                    _ => break,
                }
            }
            let (insert, copy) = ((at - from) as u32, found.length as u32);
            all.push(Command { insert, copy, distance: found.distance as u32 });
            ring.push(found.distance as u32);
            at += found.length;
            from = at;
        }
        if from < end {
            all.push(Command { insert: (end - from) as u32, copy: 0, distance: 0 });
        }
        all
    }

    fn find(&mut self, at: usize, end: usize, ring: &Ring) -> Option<Match> {
        self.note(at);
        let most = end - at;
        if most < SHORTEST {
            return None;
        }
        let reach = at.min(self.window);
        let mut best = Match { length: SHORTEST - 1, distance: 0, score: 0 };
        for (index, distance) in
            ring.all().map(|distance| distance as usize).into_iter().enumerate()
        {
            if distance <= reach {
                let length = self.common(at - distance, at, most);
                // The last one is nearly free, the others cost a few bits.
                let cost = if index == 0 { 0 } else { 54 + index * 2 };
                best.consider(length, distance, 1935 - cost);
            }
        }
        let mut place = self.heads[self.hash(at)];
        for _ in 0..self.depth {
            let distance = at.wrapping_sub(place as usize);
            if place == NONE || distance > reach || best.length >= most.min(LONG) {
                break;
            }
            let was = place as usize;
            if self.data[was + best.length] == self.data[at + best.length] {
                let length = self.common(was, at, most);
                best.consider(length, distance, 1920 - 30 * distance.ilog2() as usize);
            }
            place = self.earlier[was];
        }
        (best.score > 0).then_some(best)
    }

    fn common(&self, one: usize, other: usize, most: usize) -> usize {
        let (one, other) = (&self.data[one..], &self.data[other..other + most]);
        one.iter().zip(other).take_while(|(one, other)| one == other).count()
    }

    fn hash(&self, at: usize) -> usize {
        let bytes: [u8; SHORTEST] = self.data[at..at + SHORTEST].try_into().unwrap();
        (u32::from_le_bytes(bytes).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)) as usize
    }

    /// Into the tables with everything before a place. The last bytes have no hash until more come.
    fn note(&mut self, until: usize) {
        let until = until.min((self.data.len() + 1).saturating_sub(SHORTEST));
        while self.noted < until {
            let hash = self.hash(self.noted);
            self.earlier.push(self.heads[hash]);
            self.heads[hash] = self.noted as u32;
            self.noted += 1;
        }
    }
}

impl Match {
    fn consider(&mut self, length: usize, distance: usize, base: usize) {
        let score = base + 135 * length;
        if length >= SHORTEST && score > self.score {
            *self = Match { length, distance, score };
        }
    }
}
