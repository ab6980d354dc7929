impl ::zt::Scope for OrdersRead {
    const INFO: ::zt::__private::ScopeInfo = ::zt::__private::ScopeInfo {
        name: "orders:read",
        effect: ::zt::__private::Effect::Reads,
        sensitivity: ::zt::__private::Sensitivity::Ordinary,
        reason: "Look.",
    };
}
