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
