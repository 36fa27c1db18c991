internal import CCairo

/// What cairo writes, up to a bound.
final class PDFOutput {
    private(set) var bytes: [UInt8] = []
    private let most: Int

    init(atMost most: Int) { self.most = most }

    /// cairo's `cairo_write_func_t`; the closure is an output that the canvas keeps alive.
    static let write: cairo_write_func_t = { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        let output = Unmanaged<PDFOutput>.fromOpaque(closure).takeUnretainedValue()
        guard output.bytes.count + Int(length) <= output.most else { return CAIRO_STATUS_WRITE_ERROR }
        output.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
    }
}
