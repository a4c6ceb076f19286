import HindcastJSON

/// Any text is an address or none, and what is one prints as itself.
package enum AddressFuzz {
    private static let run: JSON = [
        "messages": [
            ["role": "user", "content": "one\ntwo"],
            [
                "role": "assistant", "a.b": ["0": "x"],
                "tool_calls": [["function": ["arguments": "{\"to\": \"ann\"}"]]],
            ],
            [
                "role": "user",
                "content": [["type": "image_url", "image_url": ["url": "data:image/png;base64,AA=="]]],
            ],
        ]
    ]

    /// - Precondition: traps when a printed address does not read back equal; that is the finding.
    package static func run(_ bytes: [UInt8]) {
        guard let address = Address(String(decoding: bytes, as: UTF8.self)) else { return }
        let printed = address.description
        // Brackets may be longer than the dot they stand for.
        guard printed.utf8.count <= AddressLimits.bytesMax else { return }
        precondition(Address(printed) == address, "an address prints as \(printed), which reads as another")
        let moved = address.rebased(to: [3, 1, 2])
        precondition(moved.selector == address.selector && moved.path.count == address.path.count)
        _ = address.resolved(in: run)
    }
}
