//! Proofs of possession beside a genuine token that is bound to no key: none of them lets anybody in.

use crate::front_door::ask;

pub(crate) fn run(bytes: &[u8]) {
    let proof = String::from_utf8_lossy(bytes);
    let answer = ask(async |house| {
        let token = format!("DPoP {}", house.token);
        let request = house.app.anonymous().get("/notes/7").header("authorization", &token);
        request.header("dpop", &proof).await
    });
    let status = answer.status();
    assert!(status == 401 || status == 400, "{status} for a token that is bound to no key");
    assert!(answer.header("www-authenticate").is_some(), "{status} without a challenge");
}

/// The proof of RFC 9449, figure 12, and what is near it.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let proof = concat!(
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0Rs",
        "cEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2",
        "In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90",
        "ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFF",
        "byJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA",
    );
    let (head, tail) = proof.split_once('.').expect("three parts");
    super::texts(&[
        proof,
        head,
        tail,
        "",
        ".",
        "..",
        "e30.e30.",
        "e30.e30.e30",
        "eyJhbGciOiJub25lIn0.e30.",
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7fX0.e30.e30",
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6Im5vbmUiLCJqd2siOnsia3R5Ijoib2N0IiwiayI6IkFBIn19.e30.AA",
        "a, b",
    ])
}
