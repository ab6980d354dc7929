impl ::zt::Action for Cancel {
    const INFO: ::zt::__private::ActionInfo = ::zt::__private::ActionInfo {
        name: "Cancel",
        effect: ::zt::__private::Effect::Writes,
        reason: "Stop it.",
    };
}
impl ::zt::WritingAction for Cancel {}
