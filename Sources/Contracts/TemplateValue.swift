/// What is given for a variable of a template: any JSON (RFC 8259).
public indirect enum TemplateValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case decimal(Double)
    case text(String)
    case list([TemplateValue])
    case object([String: TemplateValue])

    /// Money in the smallest units of its currency: `{"cents": 4900, "currency": "EUR"}`.
    public static func money(cents: Int, currency: String) -> TemplateValue {
        .object(["cents": .integer(cents), "currency": .text(currency)])
    }

    /// A time (RFC 3339), to be shown by the clocks of a zone of the IANA database.
    public static func moment(_ time: String, timeZone: String) -> TemplateValue {
        .object(["at": .text(time), "time_zone": .text(timeZone)])
    }
}

extension TemplateValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let decimal = try? container.decode(Double.self) {
            self = .decimal(decimal)
        } else if let elements = try? container.decode([TemplateValue].self) {
            self = .list(elements)
        } else {
            self = .object(try container.decode([String: TemplateValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        case .integer(let integer): try container.encode(integer)
        case .decimal(let decimal): try container.encode(decimal)
        case .text(let text): try container.encode(text)
        case .list(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral integer: Int) { self = .integer(integer) }
    public init(floatLiteral decimal: Double) { self = .decimal(decimal) }
    public init(arrayLiteral elements: TemplateValue...) { self = .list(elements) }
    public init(dictionaryLiteral members: (String, TemplateValue)...) { self = .object(Dictionary(members) { $1 }) }
}
