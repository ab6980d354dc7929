//! Measures what each credential costs, by itself and in a whole request.
//!
//! `driver SERVICE PROCESSOR FOLDER ROUNDS COUNT`. Each round does everything COUNT times, in turns of going first, and
//! prints `name nanoseconds`, one a line. A request's time is the processor's, of all threads of the service; it is asked on
//! one connection, the next time when it has answered, and each answer is looked at.

mod alone;
mod certificates;
mod connection;
mod issuer;
mod keys;
mod requests;
mod server;

use std::path::PathBuf;

use certificates::Certificates;
use issuer::Issuer;
use server::Server;

/// Something to measure: how long one of so many took, in nanoseconds.
pub struct Subject<'s> {
    pub name: String,
    pub measure: Box<dyn FnMut(u32) -> f64 + 's>,
}

impl<'s> Subject<'s> {
    pub fn new(name: impl Into<String>, measure: impl FnMut(u32) -> f64 + 's) -> Self {
        Self { name: name.into(), measure: Box::new(measure) }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [service, processor, folder, rounds, count] = arguments.as_slice() else {
        panic!("driver SERVICE PROCESSOR FOLDER ROUNDS COUNT")
    };
    let (folder, count) = (PathBuf::from(folder), count.parse().expect("how often"));
    let issuer = Issuer::start();
    let certificates = Certificates::write(&folder);
    let start =
        |remember| Server::start(service, processor, &folder, &issuer, &certificates, remember);
    let (plain, remembering) = (start(0), start(1000));
    let mut subjects = alone::subjects(&issuer);
    subjects.extend(requests::subjects(&issuer, &certificates, &plain, &remembering));
    for _ in 0..rounds.parse().expect("rounds") {
        for Subject { name, measure } in &mut subjects {
            println!("{name} {}", measure(count));
        }
        subjects.reverse();
    }
}
