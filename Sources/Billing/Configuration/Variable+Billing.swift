public import Operations

extension Variable {
    public static let billingTimeZone = Variable(
        "BILLING_TIME_ZONE",
        "where months begin: when they are billed, and what belongs to them for a school that has set no time zone",
        default: "Europe/Paris")
    public static let sellerFile = Variable(
        "FLOTILLA_SELLER_FILE",
        "who invoices: a JSON file with legal_name, address, siren, vat_number, iban, email, invoice_prefix; ./run has one "
            + "for demonstrations")
    public static let stripeKey = Variable(
        "STRIPE_API_KEY", "a secret key of Stripe; without it nothing is charged, and invoices wait", isSecret: true)
    public static let stripeBase = Variable(
        "STRIPE_API_BASE", "where Stripe's API is", default: "https://api.stripe.com")
    public static let stripeWebhookSecret = Variable(
        "STRIPE_WEBHOOK_SECRET", "the signing secret of Stripe's webhook endpoint, whsec_…", isSecret: true)

    public static let usageRetention = Variable(
        "FLOTILLA_USAGE_RETENTION",
        "how long use is kept, by the time at which it was used: older use is not taken any more, and what is not billed is kept "
            + "for a school with a subscription; 100d at least", default: "800d")

    static let ofBilling: [Variable] = [
        .billingTimeZone, .sellerFile, .stripeKey, .stripeBase, .stripeWebhookSecret, .usageRetention,
    ]
}
