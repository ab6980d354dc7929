//! The steps, each on a free port of this machine.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use actix_web::dev::{Server, ServerHandle};
use actix_web::{App, HttpServer, web};
use zt::prelude::*;
use zt::testing::TestApp;

/// An application that runs until it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn on(
        ip: &str,
        server: impl FnOnce(TcpListener) -> Server + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], listener.local_addr().unwrap().port()));
        let (sender, handle) = mpsc::channel();
        let serve = move || {
            zt::testing::block_on(async {
                let server = server(listener);
                sender.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        };
        let thread = Some(thread::spawn(serve));
        Self { address, handle: handle.recv().unwrap(), thread }
    }

    pub(crate) fn start(server: impl FnOnce(TcpListener) -> Server + Send + 'static) -> Self {
        Self::on("127.0.0.1", server)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The order is sent when `stop` is called; the thread's end says that it was followed.
        drop(self.handle.stop(false));
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            panic!("the application panicked");
        }
    }
}

pub(crate) fn step0() -> Running {
    use helpdesk_step0::{desk::Desk, old};
    let desk = web::Data::new(Desk::with_samples("alice", "bob"));
    Running::start(move |listener| {
        let app = move || App::new().app_data(desk.clone()).configure(old::routes);
        HttpServer::new(app).workers(1).listen(listener).unwrap().run()
    })
}

pub(crate) fn step1() -> (TestApp<helpdesk_step1::Helpdesk>, Running) {
    use helpdesk_step1::{Helpdesk, desk::Desk, old};
    let zt = Helpdesk::test();
    let desk = web::Data::new(Desk::with_samples("alice", "bob"));
    let front = zt.service();
    let running = Running::start(move |listener| {
        let app = move || front.around(App::new().app_data(desk.clone()).configure(old::routes));
        HttpServer::new(app).workers(1).listen(listener).unwrap().run()
    });
    (zt, running)
}

pub(crate) fn step2() -> (TestApp<helpdesk_step2::Helpdesk>, Running) {
    use helpdesk_step2::{Helpdesk, Tickets, desk::Desk, old};
    let zt = Helpdesk::test();
    let person = |name| zt.person(name).to_string();
    let desk = Arc::new(Desk::with_samples(&person("alice"), &person("bob")));
    let zt = zt.data(Tickets::of(Arc::clone(&desk)));
    let (front, desk) = (zt.service(), web::Data::from(desk));
    let running = Running::start(move |listener| {
        let app = move || front.around(App::new().app_data(desk.clone()).configure(old::routes));
        HttpServer::new(app).workers(1).listen(listener).unwrap().run()
    });
    (zt, running)
}

pub(crate) fn step3() -> TestApp<helpdesk_step3::Helpdesk> {
    use helpdesk_step3::{Helpdesk, Tickets, desk::Desk};
    let zt = Helpdesk::test();
    let person = |name| zt.person(name).to_string();
    let desk = Desk::with_samples(&person("alice"), &person("bob"));
    zt.data(Tickets::of(desk))
}
