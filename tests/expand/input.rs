impl ::zt::Input for CancelInput {
    const NAME: &'static str = "CancelInput";
    fn read(
        fields: &mut ::zt::__private::Fields<'_, '_>,
    ) -> ::zt::__private::Pending<Self> {
        let field_0 = ::zt::demands::input_field::<
            _,
        >(
            fields,
            "reason",
            ::zt::__private::FieldRules {
                max_length: ::core::option::Option::Some(500u32),
                ..::zt::__private::FieldRules::NONE
            },
        );
        ::zt::demands::need_length::<_>(&field_0);
        fields.end();
        ::zt::__private::Pending::later(move || ::core::option::Option::Some(Self {
            reason: field_0.settled()?,
        }))
    }
}
impl ::zt::InputField for CancelInput {
    fn read(field: ::zt::__private::Field<'_, '_>) -> ::zt::__private::Pending<Self> {
        field.object()
    }
}
impl ::zt::__private::Reaches for CancelInput {
    const STORES: ::zt::__private::Reached = ::zt::__private::each_reached(
        &|| {
            use ::zt::__private::ElseUnreached as _;
            let (value_0, question_0) = ::zt::__private::ask_reached();
            ::zt::__private::take_unasked(Self { reason: value_0 });
            (question_0.reached(), ())
        },
    );
}
