/// Why an invoice has no amounts.
public struct AmountProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Codable, CaseIterable {
        case tooLarge = "amount_too_large"
        case mixedCurrencies = "mixed_currencies"
        case unknownModule = "unknown_module"
        case negative = "negative_amount"
        /// A sum of use that lies in no month up to this one, or over a change of terms.
        case misplacedUse = "misplaced_use"
    }

    public let code: Code
    /// A JSON Pointer (RFC 6901) to the price or quantity, such as `/plan/price_cents`, `/users`, `/usage/ai.tokens`.
    public let pointer: String
    /// What is wrong and what to do.
    public let message: String

    public var description: String { "\(pointer) \(message)" }

    public static func tooLarge(_ pointer: String) -> AmountProblem {
        AmountProblem(
            code: .tooLarge, pointer: pointer,
            message: "makes an amount beyond what an invoice can hold: lower the price or the quantity")
    }
}
