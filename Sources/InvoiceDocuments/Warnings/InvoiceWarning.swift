/// What a complete invoice would have. It stops neither the invoice nor its payment.
public struct InvoiceWarning: Sendable, Hashable, Codable {
    /// Stable: `buyer_siren_missing`.
    public let code: String
    /// One sentence, in English, with what to do.
    public let message: String
}
