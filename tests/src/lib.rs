//! Tests of zt. This crate holds the listings of the book and of README: `cargo test -p zt-tests --doc` compiles each of them,
//! and runs those that are neither `no_run` nor `compile_fail`.
//!
//! `tests/book.rs` fails when a page is missing here.

/// Pages of the repository, by their path from its root.
#[cfg(doctest)]
macro_rules! pages {
    ($($name:ident $page:literal)*) => {$(
        #[doc = include_str!(concat!("../../", $page))]
        pub struct $name;
    )*};
}

/// Pages of the book about error codes.
#[cfg(doctest)]
macro_rules! error_pages {
    ($($code:ident)*) => {$(
        #[doc = include_str!(concat!("../../book/src/errors/", stringify!($code), ".md"))]
        pub struct $code;
    )*};
}

#[cfg(doctest)]
pages! {
    Readme "README.md"
    Introduction "book/src/introduction.md"
    FirstEndpoint "book/src/first-endpoint.md"
    Rules "book/src/rules.md"
    Objects "book/src/objects.md"
    Stores "book/src/stores.md"
    Segments "book/src/segments.md"
    Fields "book/src/fields.md"
    Roles "book/src/roles.md"
    Refusals "book/src/refusals.md"
    Testing "book/src/testing.md"
    Configuration "book/src/configuration.md"
    ManyInstances "book/src/many-instances.md"
    InFront "book/src/in-front.md"
    AuditLog "book/src/audit.md"
    Detections "book/src/detections.md"
    RateLimits "book/src/rate-limits.md"
    Incidents "book/src/incidents.md"
    IdentityProviders "book/src/identity-providers.md"
    KeyRotation "book/src/key-rotation.md"
    Proofs "book/src/proofs.md"
    CallingOtherServices "book/src/calling-other-services.md"
    Streams "book/src/streams.md"
    Websockets "book/src/websockets.md"
    Dpop "book/src/dpop.md"
    SignedRequests "book/src/signed-requests.md"
    Workloads "book/src/workloads.md"
    Verified "book/src/verified.md"
    Stages "book/src/stages.md"
    Manifest "book/src/manifest.md"
    Actix "book/src/actix.md"
    SeededMistakes "book/src/seeded-mistakes.md"
    Tested "book/src/tested.md"
    Errors "book/src/errors.md"
    Pipeline "book/src/pipeline.md"
    ThreatModel "book/src/threat-model.md"
    PermissionChanges "book/src/permission-changes.md"
}

#[cfg(doctest)]
error_pages! {
    ZT0101 ZT0102 ZT0103 ZT0104 ZT0105 ZT0106 ZT0107 ZT0108 ZT0109 ZT0110 ZT0111 ZT0112
    ZT0113 ZT0114 ZT0115 ZT0116 ZT0117 ZT0118 ZT0119 ZT0120 ZT0121 ZT0122 ZT0123 ZT0124
    ZT0125 ZT0126 ZT0127 ZT0128 ZT0131 ZT0132 ZT0133 ZT0134 ZT0135 ZT0201 ZT0202 ZT0203 ZT0204
    ZT0205 ZT0206 ZT0207 ZT0208 ZT0209 ZT0210 ZT0211 ZT0212 ZT0213 ZT0214 ZT0215 ZT0216
    ZT0217 ZT0218 ZT0219 ZT0220 ZT0221 ZT0222 ZT0223 ZT0224 ZT0226 ZT0227 ZT0228 ZT0301
    ZT0302 ZT0304 ZT0305 ZT0311 ZT0312 ZT0313 ZT0314 ZT0316 ZT0317 ZT0318 ZT0320 ZT0321 ZT0330 ZT0331 ZT0332 ZT0333 ZT0334
    ZT0335 ZT0336 ZT0401 ZT0402
    ZT0403 ZT0404 ZT0411 ZT0412 ZT0413 ZT0414 ZT0415 ZT0418 ZT0419 ZT0501 ZT0502 ZT0503
    ZT0505 ZT0511 ZT0512 ZT0513 ZT0514 ZT0515 ZT0601 ZT0602 ZT0603 ZT0604 ZT0611 ZT0612
    ZT0614 ZT0615 ZT0616 ZT0617 ZT0618 ZT0619 ZT0620 ZT0621 ZT0622 ZT0623 ZT0701 ZT0702 ZT0703 ZT0711 ZT0712
    ZT0714 ZT0715 ZT0716 ZT0717 ZT0718 ZT0720 ZT0721 ZT0791 ZT0792 ZT0793 ZT0811 ZT0812 ZT0813 ZT0814
    ZT0901 ZT0902 ZT0903 ZT0904 ZT0905 ZT0906 ZT0907 ZT0908 ZT0909 ZT0911 ZT0912 ZT0913
    ZT0914 ZT0915 ZT0916 ZT0920 ZT0921 ZT0922 ZT0923 ZT0924 ZT0925 ZT0930 ZT0931 ZT0932 ZT0933 ZT0940 ZT0941 ZT0942 ZT0943 ZT0944
    ZT0950 ZT0951 ZT0952 ZT0953 ZT0954 ZT1001 ZT1002 ZT1003 ZT1004 ZT1005 ZT1006
    ZT1011 ZT1012 ZT1013 ZT1014 ZT1015 ZT1016 ZT1017
}
