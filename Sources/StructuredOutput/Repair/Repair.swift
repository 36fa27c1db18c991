/// What was mended in the text of a model.
public enum Repair: String, Sendable, Hashable, CaseIterable {
    case byteOrderMark = "byte_order_mark"
    case codeFence = "code_fence"
    case proseBefore = "prose_before"
    case proseAfter = "prose_after"
    case trailingComma = "trailing_comma"
    case controlCharacter = "control_character"
}
