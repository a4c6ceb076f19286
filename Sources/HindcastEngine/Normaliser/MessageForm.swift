/// Names the rule by which raw bytes are read as messages. Equal bytes under two rules may mean different messages,
/// so the rule goes into the key. Values are never reused: caches outlive a release.
enum MessageForm: UInt8 {
    case chat = 16
    case chatAnswer = 17
    case system = 18
    case response = 19
    case openInference = 20
    case openInferenceAnswer = 21
    case openLLMetry = 22
    case openLLMetryAnswer = 23
    case toolResult = 24
    case toolResultText = 25
    case toolResultLangChain = 26
    case event = 27
    case blocks = 28
    case text = 29
}
