//! Timers in the order in which they are due.
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

#[derive(Default)]
pub struct Timers {
    /// Whether each keeps the process running.
    due: BTreeMap<(Instant, u32), bool>,
    at: HashMap<u32, Instant>,
}

impl Timers {
    pub fn set(&mut self, id: u32, delay: Duration, keeps: bool) {
        self.clear(id);
        let at = Instant::now() + delay;
        self.due.insert((at, id), keeps);
        self.at.insert(id, at);
    }

    pub fn clear(&mut self, id: u32) {
        if let Some(at) = self.at.remove(&id) {
            self.due.remove(&(at, id));
        }
    }

    pub fn keep(&mut self, id: u32, keeps: bool) {
        if let Some(at) = self.at.get(&id) {
            self.due.insert((*at, id), keeps);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.due.is_empty()
    }

    pub fn keep_running(&self) -> bool {
        self.due.values().any(|keeps| *keeps)
    }

    /// How long until the first is due.
    pub fn wait(&self) -> Option<Duration> {
        let (at, _) = self.due.first_key_value()?.0;
        Some(at.saturating_duration_since(Instant::now()))
    }

    /// Those that are due now; those set meanwhile wait for the next turn.
    pub fn ripe(&self) -> Vec<u32> {
        let now = Instant::now();
        self.due.range(..=(now, u32::MAX)).map(|((_, id), _)| *id).collect()
    }

    /// False where it was cleared, or set anew, by one that ran before.
    pub fn take(&mut self, id: u32) -> bool {
        let ripe = self.at.get(&id).is_some_and(|at| *at <= Instant::now());
        if ripe {
            self.clear(id);
        }
        ripe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_are_ripe_in_the_order_of_their_time_then_of_their_number() {
        let mut timers = Timers::default();
        timers.set(3, Duration::ZERO, true);
        timers.set(1, Duration::ZERO, true);
        timers.set(2, Duration::from_secs(60), true);
        assert_eq!(timers.ripe(), [3, 1]);
    }

    #[test]
    fn what_is_cleared_or_set_anew_is_not_taken() {
        let mut timers = Timers::default();
        timers.set(1, Duration::ZERO, true);
        timers.set(2, Duration::ZERO, true);
        timers.clear(1);
        timers.set(2, Duration::from_secs(60), true);
        assert!(!timers.take(1) && !timers.take(2));
    }

    #[test]
    fn one_that_does_not_keep_the_process_running_is_due_all_the_same() {
        let mut timers = Timers::default();
        timers.set(1, Duration::ZERO, true);
        timers.keep(1, false);
        assert!(!timers.keep_running());
        assert!(timers.take(1));
    }
}
