import Contracts
import HTTPServer
import JSON

extension JSONObject {
    /// As variables of a template.
    var templateValues: [String: TemplateValue] {
        Dictionary(map { ($0.name, TemplateValue($0.value)) }) { first, _ in first }
    }
}

extension TemplateValue {
    init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .number(let number): self = number.integer.map { .integer($0) } ?? .decimal(number.double)
        case .string(let text): self = .text(text)
        case .array(let elements): self = .list(elements.map { TemplateValue($0) })
        case .object(let object): self = .object(object.templateValues)
        }
    }
}
