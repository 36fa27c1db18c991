import Contracts
import HTTPServer
import Invoices
import JSON
import Schemas

/// The body of `POST /plans`, and what a merge patch made of a plan.
struct PlanBody {
    struct Members: FieldSet {
        let code = Field.text("code", atMost: 60)
        let name = Field<JSONValue>(
            "name", "an object with the texts fr and en", schema: NameMembers.schema(required: ["fr", "en"])
        ) { $0 }
        let currency: Field<Currency> = Field(
            "currency", "the code of a currency (ISO 4217), such as EUR", schema: .string(pattern: "^[A-Z]{3}$")
        ) {
            $0.stringValue.flatMap { Currency($0) }
        }
        let priceCents = Field.cents("price_cents")
        let includedUsers = Field.integer("included_users", in: 0...Int(Plan.mostUsers))
        let userPriceCents = Field.cents("user_price_cents")
        let modules = Field(
            "modules", "a list of modules",
            schema: .array(of: ModuleMembers.schema(required: ["code", "price_cents"]), 0...Plan.mostParts),
            \.arrayValue)
        let metered = Field(
            "metered", "a list of metrics",
            schema: .array(of: MeterMembers.schema(required: ["metric", "unit_price_micros"]), 0...Plan.mostParts),
            \.arrayValue)
        let vatRate = Field<VATRate>.percent("vat_rate")
        let vatExemptionReason = Field.text("vat_exemption_reason", atMost: 5000)
    }

    private struct NameMembers: FieldSet {
        let fr = Field.text("fr", atMost: 3000)
        let en = Field.text("en", atMost: 3000)
    }

    private struct ModuleMembers: FieldSet {
        let code = Field.text("code", atMost: 60)
        let priceCents = Field.cents("price_cents")
    }

    private struct MeterMembers: FieldSet {
        let metric = Field.text("metric", atMost: 60)
        let included = Field.integer("included", in: 0...Int(Plan.mostIncluded))
        let unitPriceMicros = Field.integer("unit_price_micros", in: 0...Int(Plan.highestUnitPriceMicros))
    }

    private static let members = Members()
    private static let names = Members.names()
    private static let nameMembers = (fields: NameMembers(), names: NameMembers.names())
    private static let moduleMembers = (fields: ModuleMembers(), names: ModuleMembers.names())
    private static let meterMembers = (fields: MeterMembers(), names: MeterMembers.names())

    let plan: Plan

    /// - Parameter code: of the plan that is changed, which stays its code; nil for a new one.
    init(_ json: JSONValue, changing code: String? = nil) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        let given = fields.require(members.code)
        if let code, let given, given != code {
            fields.reject(members.code, "cannot be changed: make another plan of that code")
        }
        let name = Self.name(&fields)
        let (currency, rate) = (fields.require(members.currency), fields.require(members.vatRate))
        // What was rejected is read on as something that fits, or that `check` rejects at the same place, so that all
        // mistakes are reported at once.
        guard let currency = currency ?? Currency("EUR"), let rate = rate ?? VATRate(hundredths: 0) else {
            throw Problem(.internalServerError)
        }
        plan = Plan(
            code: given ?? "", name: name ?? PlanName(fr: "-", en: "-"), currency: currency,
            priceCents: Int64(fields.require(members.priceCents) ?? 0),
            includedUsers: Int64(fields.read(members.includedUsers) ?? 0),
            userPriceCents: Int64(fields.read(members.userPriceCents) ?? 0),
            modules: fields.list(members.modules, of: Self.moduleMembers.names, atMost: Plan.mostParts) { module in
                PlanModule(
                    code: module.require(Self.moduleMembers.fields.code) ?? "",
                    priceCents: Int64(module.require(Self.moduleMembers.fields.priceCents) ?? 0))
            },
            metered: fields.list(members.metered, of: Self.meterMembers.names, atMost: Plan.mostParts) { meter in
                PlanMeter(
                    metric: meter.require(Self.meterMembers.fields.metric) ?? "",
                    included: Int64(meter.read(Self.meterMembers.fields.included) ?? 0),
                    unitPriceMicros: Int64(meter.require(Self.meterMembers.fields.unitPriceMicros) ?? 0))
            },
            vatRate: rate, vatExemptionReason: fields.read(members.vatExemptionReason))
        do throws(PlanProblems) {
            try plan.check()
        } catch {
            fields.reject(error)
        }
        try fields.finish()
    }

    private static func name(_ fields: inout FieldReader) -> PlanName? {
        _ = fields.require(members.name)
        return fields.nested(members.name) { json throws(Problem) in
            var fields = try FieldReader(json, of: nameMembers.names)
            let (fr, en) = (fields.require(nameMembers.fields.fr), fields.require(nameMembers.fields.en))
            try fields.finish()
            return PlanName(fr: fr ?? "", en: en ?? "")
        }
    }
}

extension FieldReader {
    /// What a domain finds wrong, where nothing was found wrong before.
    mutating func reject(_ problems: PlanProblems) {
        let known = errors.list.map(\.pointer)
        reject(
            problems.problems.lazy
                .filter { problem in
                    !known.contains { problem.pointer == $0 || problem.pointer.hasPrefix($0 + "/") }
                }
                .map { Problem.FieldError(pointer: $0.pointer, message: $0.message) })
    }

    /// A list of bodies; absent or null it is empty.
    mutating func list<Element>(
        _ field: Field<[JSONValue]>, of names: [String], atMost most: Int,
        _ read: (inout FieldReader) -> Element
    ) -> [Element] {
        guard let list = self.read(field) else { return [] }
        guard list.count <= most else {
            reject(field, "should be at most \(most)")
            return []
        }
        var elements: [Element] = []
        for (index, json) in list.enumerated() where !errors.isFull {
            do throws(Problem) {
                var element = try FieldReader(json, of: names)
                elements.append(read(&element))
                reject(element.errors.list, at: "/\(field.name)/\(index)")
            } catch {
                reject(error.errors, at: "/\(field.name)/\(index)")
                // The places of those behind it are theirs.
                if var empty = try? FieldReader(.object(JSONObject()), of: names) { elements.append(read(&empty)) }
            }
        }
        return elements
    }
}

extension PlanBody {
    static func schema(isNew: Bool) -> Schema {
        Members.schema(required: isNew ? ["code", "name", "currency", "price_cents", "vat_rate"] : [])
    }

    static let example =
        #"{"code": "basic", "name": {"fr": "Base", "en": "Basic"}, "currency": "EUR", "price_cents": 4900, "vat_rate": 20}"#
}
