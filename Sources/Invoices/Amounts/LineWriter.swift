import Contracts

/// Writes the lines of one invoice, all in one currency.
struct LineWriter {
    private(set) var lines: [InvoiceLine] = []
    private(set) var currency: Currency?
    let text: LineText

    /// - Parameter currency: nil: that of the first line.
    init(language: Language, currency: Currency?) {
        text = LineText(language: language)
        self.currency = currency
    }

    func accepts(_ other: Currency) -> Bool { currency == nil || currency == other }

    func require(_ other: Currency) throws(AmountProblem) {
        guard !accepts(other) else { return }
        throw AmountProblem(
            code: .mixedCurrencies, pointer: "/plan/currency",
            message: "changes within the month, and an invoice has one currency: let the change begin with a month")
    }

    /// Plan, modules and users of a segment, each by its days.
    mutating func append(flat segment: SubscriptionSegment, of month: BillingMonth) throws(AmountProblem) {
        let (plan, terms) = (segment.terms.plan, segment.terms)
        let days = segment.days < month.days ? segment.days : nil
        func price(_ cents: Int64, _ pointer: String) throws(AmountProblem) -> Int64 {
            try Self.prorated(cents, plan.currency, days: segment.days, of: month.days, pointer)
        }
        try append(
            .plan, text.plan(plan, days: days, of: month), quantity: 1,
            micros: try price(plan.priceCents, "/plan/price_cents"), segment, "/plan/price_cents")
        let positions = Dictionary(
            plan.modules.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var subscribed: Set<Int> = []
        for (index, code) in terms.modules.enumerated() {
            guard let position = positions[code] else {
                throw AmountProblem(
                    code: .unknownModule, pointer: "/modules/\(index)",
                    message: "is no module of the plan \(plan.code): subscribe to one of its modules")
            }
            subscribed.insert(position)
        }
        for (position, module) in plan.modules.enumerated() where subscribed.contains(position) {
            let pointer = "/plan/modules/\(position)/price_cents"
            try append(
                .module, text.module(module, days: days, of: month), quantity: 1,
                micros: try price(module.priceCents, pointer), segment, pointer)
        }
        let beyond = Int128(terms.users) - Int128(max(0, plan.includedUsers))
        if beyond > 0 {
            guard let users = Int64(exactly: beyond) else { throw .tooLarge("/users") }
            try append(
                .users, text.users(plan, days: days, of: month), quantity: users,
                micros: try price(plan.userPriceCents, "/plan/user_price_cents"), segment, "/users")
        }
    }

    /// Use beyond the allowance of one month, a line a segment.
    /// - Returns: what is left out.
    mutating func append(
        metered use: MeteredQuantities, of month: BillingMonth, isLate: Bool
    ) throws(AmountProblem) -> [AmountWarning] {
        var use = use
        var otherCurrency: Int128 = 0
        for (part, quantity) in zip(use.parts, use.billable()) where quantity > 0 {
            if isLate, !accepts(part.segment.terms.plan.currency) {
                otherCurrency += quantity
                continue
            }
            let pointer = "/usage/\(use.metric)"
            guard let quantity = Int64(exactly: quantity) else { throw .tooLarge(pointer) }
            try append(
                .metered, text.metered(part.meter, late: isLate ? month : nil), quantity: quantity,
                micros: part.meter.unitPriceMicros, part.segment, pointer, metric: use.metric)
        }
        let left: [(AmountWarning.Code, Int128)] = [
            (.unsubscribedUse, use.unsubscribed), (.unusedCorrection, use.unusedCorrections),
            (.otherCurrency, otherCurrency),
        ]
        return left.filter { $0.1 > 0 }.map {
            AmountWarning(code: $0.0, metric: use.metric, month: month, quantity: Int64(clamping: $0.1))
        }
    }

    private mutating func append(
        _ kind: InvoiceLineKind, _ description: String, quantity: Int64, micros: Int64, _ segment: SubscriptionSegment,
        _ pointer: String, metric: String? = nil
    ) throws(AmountProblem) {
        let plan = segment.terms.plan
        guard micros >= 0 else {
            throw AmountProblem(code: .negative, pointer: pointer, message: "has a price below 0: make it 0 or more")
        }
        let net = Rounding.halfUp(Int128(quantity) * Int128(micros), by: Int128(plan.currency.microsPerCent))
        guard let net = Int64(exactly: net) else { throw .tooLarge(pointer) }
        append(
            InvoiceLine(
                kind: kind, description: description, quantity: quantity, unitPriceMicros: micros, netCents: net,
                vatRate: plan.vatRate, vatExemptionReason: plan.vatExemptionReason, from: segment.from, to: segment.to,
                metric: metric), in: plan.currency)
    }

    /// - Parameter other: the line's currency, which is accepted.
    mutating func append(_ line: InvoiceLine, in other: Currency) {
        currency = other
        lines.append(line)
    }

    /// A month's price for some of its days, in millionths.
    static func prorated(
        _ cents: Int64, _ currency: Currency, days: Int, of all: Int, _ pointer: String
    ) throws(AmountProblem) -> Int64 {
        let micros = Rounding.halfUp(
            Int128(cents) * Int128(currency.microsPerCent) * Int128(days), by: Int128(max(1, all)))
        guard let micros = Int64(exactly: micros) else { throw .tooLarge(pointer) }
        return micros
    }
}
