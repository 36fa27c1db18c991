/// Which declines end for good. Those of the bank are listed with their next steps at
/// https://docs.stripe.com/declines/codes, those of accounts at https://docs.stripe.com/declines/network-codes, Stripe's own
/// at https://docs.stripe.com/error-codes. Hard are those whose next step is never "try again" but another card, account or
/// mandate; what a scheme marks as not to be tried again costs a fee when it is. A code that is in no list is soft: the
/// calendar of tries ends by itself.
public enum DeclineCodes {
    /// The customer has to be asked, since the bank wants to see that it is the customer.
    public static let authentication: Set<String> = [
        "authentication_required", "authentication_not_handled", "payment_intent_authentication_failure",
    ]

    public static let hard: Set<String> = [
        // The card: lost, stolen, blocked, replaced, or not the one that was meant.
        "expired_card", "fraudulent", "highest_risk_level", "incorrect_number", "invalid_account",
        "invalid_expiry_month", "invalid_expiry_year", "invalid_number", "lost_card", "merchant_blacklist",
        "new_account_information_available", "pickup_card", "restricted_card", "stolen_card", "testmode_decline",
        // The customer's or the bank's order.
        "do_not_try_again", "revocation_of_all_authorizations", "revocation_of_authorization", "security_violation",
        "stop_payment_order",
        // What this card never pays.
        "card_not_supported", "currency_not_supported", "not_permitted", "service_not_allowed",
        "transaction_not_allowed",
        // SEPA: the account, or the mandate.
        "account_closed", "bank_account_closed", "bank_account_invalid_details", "bank_account_restricted",
        "bank_ownership_changed", "debit_not_authorized", "no_account", "payment_method_bank_account_blocked",
        "recipient_deceased", "sepa_mandate_invalid",
    ]

    /// Listed so that a reader finds them; whatever is not hard is one of them.
    public static let soft: Set<String> = [
        "approve_with_id", "call_issuer", "card_declined", "card_velocity_exceeded", "do_not_honor",
        "duplicate_transaction", "generic_decline", "insufficient_funds", "invalid_amount",
        "issuer_not_available", "no_action_taken", "processing_error", "reenter_transaction", "refer_to_customer",
        "try_again_later", "withdrawal_count_limit_exceeded",
    ]

    /// - Parameters:
    ///   - code: the decline code, or the error's where the bank gave none.
    ///   - advice: Stripe's `advice_code`, which goes before the list
    ///     (https://docs.stripe.com/declines/card#retrying-issuer-declines).
    public static func isHard(_ code: String, advice: String? = nil) -> Bool {
        switch advice {
        case "do_not_try_again", "confirm_card_data": true
        case "try_again_later": false
        default: hard.contains(code)
        }
    }
}
