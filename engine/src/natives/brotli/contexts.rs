//! Which prefix code a byte is written with, by the byte before it: those after which much the same follows
//! have one together. RFC 7932, section 7.

/// Contexts are told apart by the lower six bits of the byte before: letters of one case are.
pub const CONTEXTS: usize = 64;

pub type Counts = [u32; 256];

pub const fn context_of(before: u8) -> usize {
    before as usize % CONTEXTS
}

/// Which code each context has, and the counts of each code.
pub struct Grouped {
    pub map: [u8; CONTEXTS],
    pub groups: Vec<Counts>,
}

/// All with one code.
pub fn together(contexts: &[Counts]) -> Grouped {
    let mut all = [0; 256];
    for counts in contexts {
        add(&mut all, counts);
    }
    Grouped { map: [0; CONTEXTS], groups: vec![all] }
}

struct Group {
    counts: Counts,
    cost: f32,
    members: Vec<usize>,
}

impl Group {
    fn joined_cost(&self, other: &Self) -> f32 {
        cost(self.counts.iter().zip(&other.counts).map(|(one, other)| one + other))
    }

    /// In bits; below 0 where they are better apart.
    fn gain(&self, other: &Self) -> f32 {
        self.cost + other.cost - self.joined_cost(other)
    }

    fn join(&mut self, other: Self) {
        self.cost = self.joined_cost(&other);
        add(&mut self.counts, &other.counts);
        self.members.extend(other.members);
    }
}

/// Joins the two that gain most by it, until none gains.
pub fn grouped(contexts: &[Counts]) -> Grouped {
    let mut groups: Vec<Group> = contexts
        .iter()
        .enumerate()
        .filter(|(_, counts)| counts.iter().any(|&count| count > 0))
        .map(|(context, counts)| Group {
            counts: *counts,
            cost: cost(counts.iter().copied()),
            members: vec![context],
        })
        .collect();
    let mut gains: Vec<Vec<f32>> = (0..groups.len())
        .map(|at| (0..at).map(|other| groups[at].gain(&groups[other])).collect())
        .collect();
    while let Some((one, other)) = best(&gains) {
        // The later of the two gives its place up.
        let group = groups.remove(one);
        groups[other].join(group);
        gains.remove(one);
        for row in gains.iter_mut().skip(one) {
            row.remove(one);
        }
        for at in (0..groups.len()).filter(|&at| at != other) {
            gains[at.max(other)][at.min(other)] = groups[at].gain(&groups[other]);
        }
    }
    let mut map = [0; CONTEXTS];
    for (index, group) in groups.iter().enumerate() {
        group.members.iter().for_each(|&context| map[context] = index as u8);
    }
    Grouped { map, groups: groups.into_iter().map(|group| group.counts).collect() }
}

fn best(gains: &[Vec<f32>]) -> Option<(usize, usize)> {
    let all = gains.iter().enumerate().flat_map(|(one, row)| {
        row.iter().enumerate().map(move |(other, &gain)| (gain, (one, other)))
    });
    let (gain, pair) = all.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (gain >= 0.0).then_some(pair)
}

fn add(to: &mut Counts, counts: &Counts) {
    to.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
}

/// In bits: the bytes, and roughly the code in front of them.
fn cost(counts: impl Iterator<Item = u32>) -> f32 {
    let weight = |count: u32| count as f32 * (count as f32).log2();
    let (mut total, mut front, mut own) = (0, FRONT, 0.0);
    for count in counts.filter(|&count| count > 0) {
        total += count;
        front += FRONT_OF_EACH;
        own += weight(count);
    }
    weight(total) - own + front
}

const FRONT: f32 = 30.0;
const FRONT_OF_EACH: f32 = 6.0;
