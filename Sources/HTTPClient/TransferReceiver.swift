/// Who hears of one transfer: the head once, then body bytes, then its end exactly once; or the end alone.
/// Called on the loop's thread, so nothing here may block.
protocol TransferReceiver: Sendable {
    func head(_ head: HTTPClientHead)
    /// False when there is no room: the same bytes come again after `TransferLoop.resume`.
    func body(_ bytes: UnsafeRawBufferPointer) -> Bool
    func end(_ error: HTTPClientError?)
}
