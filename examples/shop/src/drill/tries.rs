//! What is tried on two instances, in this order.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use tokio::time::sleep;
use zt::Development;

use super::books::{self, text_of};
use super::house::{House, TOO_MANY};
use super::visitor::{FROM, Visitor};
use crate::caller::Caller;
use crate::tour;

/// Bob may list his orders so often, and once more every so many seconds.
const OFTEN: u64 = 5;
const ONCE_MORE: u64 = 12;

/// What takes longer than this hasn't happened.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Drill<'d> {
    house: House,
    visitor: Visitor,
    people: &'d Development,
    alice: String,
    mallory: String,
}

impl<'d> Drill<'d> {
    pub(crate) fn start(mut house: House, people: &'d Development) -> zt::Result<Self> {
        house.start()?;
        let [alice, mallory] = ["alice", "mallory"].map(|name| tour::person(people, name).issue());
        Ok(Self { house, visitor: Visitor::new()?, people, alice: alice?, mallory: mallory? })
    }

    /// Round robin: of four requests each instance has two.
    pub(crate) async fn addresses(&mut self) -> zt::Result<String> {
        let (url, forged) = (format!("{}/prices/acme", self.house.shop()), "203.0.113.9");
        for _ in 0..4 {
            let headers = [("x-forwarded-for", forged)];
            expect(self.visitor.send(Method::GET, &url, &headers, "").await?, 200)?;
        }
        let house = &self.house;
        let records = until("both logs have their records", || {
            let [one, other] = house.logs().map(|log| books::decisions(&log));
            let (one, other) = (one?, other?);
            Ok((one.len() == 2 && other.len() == 2).then(|| [one, other].concat()))
        })
        .await?;
        let visitor = FROM.to_string();
        for record in &records {
            let (peer, through) = (text_of(record, "peer"), text_of(record, "through"));
            if peer != Some(&*visitor) || through != Some("127.0.0.1") {
                return Err(zt::Error::new(format!("a record says {peer:?} through {through:?}")));
            }
        }
        Ok(format!("2 and 2 records of {visitor}, which said it were {forged}"))
    }

    /// Counted by each for itself, twice as many would be let in.
    pub(crate) async fn limits(&mut self) -> zt::Result<String> {
        let bob = tour::person(self.people, "bob").issue()?;
        let (url, began) = (format!("{}/orders", self.house.shop()), Instant::now());
        let (mut admitted, mut refused) = (0_u64, 0_u64);
        for _ in 0..4 * OFTEN {
            match self.visitor.get(&url, &bob).await? {
                StatusCode::OK => admitted = admitted.saturating_add(1),
                StatusCode::TOO_MANY_REQUESTS => refused = refused.saturating_add(1),
                other => return Err(zt::Error::new(format!("bob is answered {other}"))),
            }
        }
        let allowed = OFTEN.saturating_add(began.elapsed().as_secs() / ONCE_MORE);
        if admitted < OFTEN || admitted > allowed {
            let why = format!("{admitted} were let in, and {OFTEN} to {allowed} may be");
            return Err(zt::Error::new(why));
        }
        Ok(format!("{admitted} let in, {refused} refused"))
    }

    /// What was recorded and is sent again goes to the other instance.
    pub(crate) async fn proofs(&mut self) -> zt::Result<String> {
        let url = format!("{}/orders", self.house.shop());
        let alice = Caller::with(tour::person(self.people, "alice"))?;
        let headers = alice.headers("POST", &url).await?;
        self.visitor.counts_another();
        let mut headers: Vec<_> =
            headers.lines().filter_map(|line| line.split_once(": ")).collect();
        headers.push(("content-type", "application/json"));
        let order = r#"{"id": "drill-1", "product": 1, "pieces": 1}"#;
        for status in [201, 401] {
            expect(self.visitor.send(Method::POST, &url, &headers, order).await?, status)?;
        }
        Ok("201, then 401".to_owned())
    }

    /// One instance sees that somebody tries one order after the other, and takes back what that person was given.
    pub(crate) async fn revocation(&mut self) -> zt::Result<String> {
        let [one, other] = self.house.each();
        let me = format!("{other}/me");
        expect(self.visitor.get(&me, &self.mallory).await?, 200)?;
        for number in 0..TOO_MANY {
            let guess = format!("{one}/orders/guess-{number}");
            expect(self.visitor.get(&guess, &self.mallory).await?, 404)?;
        }
        let began = Instant::now();
        answered(&mut self.visitor, &me, &self.mallory, 401).await?;
        let took = began.elapsed().as_millis();
        expect(self.visitor.get(&me, &self.alice).await?, 200)?;
        Ok(format!("401 after {took} ms, and 200 for everybody else"))
    }

    pub(crate) async fn away(&mut self) -> zt::Result<String> {
        self.house.stop_redis();
        for instance in self.house.each() {
            answered(&mut self.visitor, &format!("{instance}/me"), &self.alice, 503).await?;
        }
        Ok("503 at both".to_owned())
    }

    /// Redis is new and knows nothing. What was taken back stays so.
    pub(crate) async fn back(&mut self) -> zt::Result<String> {
        self.house.start_redis()?;
        for instance in self.house.each() {
            let me = format!("{instance}/me");
            answered(&mut self.visitor, &me, &self.alice, 200).await?;
            expect(self.visitor.get(&me, &self.mallory).await?, 401)?;
        }
        Ok("200 at both, and 401 for whom it was taken back from".to_owned())
    }

    pub(crate) fn records(&mut self) -> zt::Result<String> {
        self.house.stop_instances()?;
        books::each_once(&self.house.logs(), self.visitor.sent())
    }

    /// As `cargo zt audit verify` finds out.
    pub(crate) fn evidence(&self) -> zt::Result<String> {
        books::whole(&self.house.logs(), self.house.keys())
    }
}

/// Asks until it is answered so.
async fn answered(visitor: &mut Visitor, url: &str, token: &str, status: u16) -> zt::Result<()> {
    let began = Instant::now();
    loop {
        let seen = visitor.get(url, token).await?;
        if seen.as_u16() == status {
            return Ok(());
        }
        if began.elapsed() > PATIENCE {
            return Err(zt::Error::new(format!("{url} answers {seen} on and on, not {status}")));
        }
        sleep(Duration::from_millis(20)).await;
    }
}

async fn until<T>(what: &str, look: impl Fn() -> zt::Result<Option<T>>) -> zt::Result<T> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(seen) = look()? {
            return Ok(seen);
        }
        sleep(Duration::from_millis(20)).await;
    }
    Err(zt::Error::new(format!("it never came about that {what}")))
}

fn expect(seen: StatusCode, status: u16) -> zt::Result<()> {
    let as_expected = seen.as_u16() == status;
    as_expected.then_some(()).ok_or_else(|| zt::Error::new(format!("{seen}, and not {status}")))
}
