//! Lengths and distances as symbols with further bits: RFC 7932, sections 4 and 5.

/// So many bytes as they are, then so many from before.
#[derive(Clone, Copy)]
pub struct Command {
    pub insert: u32,
    /// 0 where the part ends before it.
    pub copy: u32,
    pub distance: u32,
}

/// Least lengths, and how many bits follow.
type Ranges = [(u32, u32); 24];

#[rustfmt::skip]
const INSERTS: Ranges = [
    (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 1), (8, 1), (10, 2), (14, 2), (18, 3), (26, 3),
    (34, 4), (50, 4), (66, 5), (98, 5), (130, 6), (194, 7), (322, 8), (578, 9), (1090, 10), (2114, 12),
    (6210, 14), (22594, 24),
];
#[rustfmt::skip]
const COPIES: Ranges = [
    (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 1), (12, 1), (14, 2), (18, 2),
    (22, 3), (30, 3), (38, 4), (54, 4), (70, 5), (102, 5), (134, 6), (198, 7), (326, 8), (582, 9),
    (1094, 10), (2118, 24),
];

/// What follows a symbol.
#[derive(Clone, Copy, Default)]
pub struct Extra {
    pub value: u32,
    pub count: u32,
}

/// A command as it is written.
pub struct Symbols {
    pub command: usize,
    pub insert: Extra,
    pub copy: Extra,
    /// None where there is no copy, or the command says that its distance is the last.
    pub distance: Option<(usize, Extra)>,
}

fn find(ranges: &Ranges, length: u32) -> (usize, Extra) {
    let at = ranges.partition_point(|range| range.0 <= length) - 1;
    let (least, count) = ranges[at];
    (at, Extra { value: length - least, count })
}

/// The symbol of both lengths. Only short ones have one that says that the distance is the last.
fn combined(insert: usize, copy: usize, last: bool) -> usize {
    let low = (copy & 7) | ((insert & 7) << 3);
    if last {
        return low | ((copy & 8) << 3);
    }
    const CELLS: [usize; 9] = [128, 192, 384, 256, 320, 512, 448, 576, 640];
    low | CELLS[(insert >> 3) * 3 + (copy >> 3)]
}

/// Distances of late: the last first.
#[derive(Clone, Copy)]
pub struct Ring([u32; 4]);

impl Ring {
    pub fn new() -> Self {
        Ring([4, 11, 15, 16])
    }

    pub fn all(&self) -> [u32; 4] {
        self.0
    }

    pub fn push(&mut self, distance: u32) {
        if distance != self.0[0] {
            self.0.rotate_right(1);
            self.0[0] = distance;
        }
    }

    /// 0 to 3 are those of late, 4 to 15 what is near the last two, and above are powers of two.
    fn symbol(&self, distance: u32) -> (usize, Extra) {
        let [last, second, ..] = self.0;
        if let Some(at) = self.0.iter().position(|&one| one == distance) {
            return (at, Extra::default());
        }
        for (near, first) in [(last, 4), (second, 10)] {
            let off = i64::from(distance) - i64::from(near);
            if (1..=3).contains(&off.abs()) {
                let steps = (off.unsigned_abs() as usize - 1) * 2 + usize::from(off > 0);
                return (first + steps, Extra::default());
            }
        }
        let shifted = distance + 3;
        let count = shifted.ilog2() - 1;
        let symbol = 16 + 2 * (count - 1) + ((shifted >> count) & 1);
        (symbol as usize, Extra { value: shifted & ((1 << count) - 1), count })
    }
}

/// @param ring is carried on
pub fn symbols(command: &Command, ring: &mut Ring) -> Symbols {
    let (inserted, insert) = find(&INSERTS, command.insert);
    if command.copy == 0 {
        let command = combined(inserted, 0, false);
        return Symbols { command, insert, copy: Extra::default(), distance: None };
    }
    let (copied, copy) = find(&COPIES, command.copy);
    let distance = ring.symbol(command.distance);
    ring.push(command.distance);
    let last = distance.0 == 0 && inserted < 8 && copied < 16;
    let distance = (!last).then_some(distance);
    Symbols { command: combined(inserted, copied, last), insert, copy, distance }
}
