public import Contracts

/// What a subscription costs, in one version: a change of a plan is a new version, and a subscription keeps the one that it
/// was made with.
public struct Plan: Sendable, Hashable, Codable {
    /// As `[a-z0-9_-]{1,60}`.
    public let code: String
    /// 1 for the first.
    public let version: Int
    public let name: PlanName
    public let currency: Currency
    /// A month, in the currency's smallest units.
    public let priceCents: Int64
    public let includedUsers: Int64
    /// A month of each user beyond those included.
    public let userPriceCents: Int64
    /// What may be added, each at its price.
    public let modules: [PlanModule]
    public let metered: [PlanMeter]
    public let vatRate: VATRate
    /// Why no tax is due; only where the rate is 0.
    public let vatExemptionReason: String?

    public init(
        code: String, version: Int = 1, name: PlanName, currency: Currency, priceCents: Int64, includedUsers: Int64 = 0,
        userPriceCents: Int64 = 0, modules: [PlanModule] = [], metered: [PlanMeter] = [], vatRate: VATRate,
        vatExemptionReason: String? = nil
    ) {
        self.code = code
        self.version = version
        self.name = name
        self.currency = currency
        self.priceCents = priceCents
        self.includedUsers = includedUsers
        self.userPriceCents = userPriceCents
        self.modules = modules
        self.metered = metered
        self.vatRate = vatRate
        self.vatExemptionReason = vatExemptionReason
    }

    private enum CodingKeys: String, CodingKey {
        case code, version, name, currency, modules, metered
        case priceCents = "price_cents"
        case includedUsers = "included_users"
        case userPriceCents = "user_price_cents"
        case vatRate = "vat_rate"
        case vatExemptionReason = "vat_exemption_reason"
    }
}

/// A plan's name in the languages of invoices.
public struct PlanName: Sendable, Hashable, Codable {
    public let fr: String
    public let en: String

    public init(fr: String, en: String) {
        self.fr = fr
        self.en = en
    }

    public func text(in language: Language) -> String {
        switch language {
        case .french: fr
        case .english: en
        }
    }
}

public struct PlanModule: Sendable, Hashable, Codable {
    /// As `[a-z0-9_-]{1,60}`.
    public let code: String
    /// A month, in the currency's smallest units.
    public let priceCents: Int64

    public init(code: String, priceCents: Int64) {
        self.code = code
        self.priceCents = priceCents
    }

    private enum CodingKeys: String, CodingKey {
        case code
        case priceCents = "price_cents"
    }
}

/// What is paid by use.
public struct PlanMeter: Sendable, Hashable, Codable {
    /// As `[a-z0-9._-]{1,60}`, such as `ai.tokens`.
    public let metric: String
    /// How much of it a calendar month includes.
    public let included: Int64
    /// Of each beyond, in millionths of the currency's unit.
    public let unitPriceMicros: Int64

    public init(metric: String, included: Int64, unitPriceMicros: Int64) {
        self.metric = metric
        self.included = included
        self.unitPriceMicros = unitPriceMicros
    }

    private enum CodingKeys: String, CodingKey {
        case metric, included
        case unitPriceMicros = "unit_price_micros"
    }
}
