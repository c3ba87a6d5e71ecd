// The offered emoji, each with its search words. Any other can be typed or pasted.

const TABLE = `👍 thumbs up yes|❤️ red heart love|😂 tears of joy laugh|🎉 party tada hooray|😮 surprised wow|😢 crying sad
😀 grinning smile|😃 happy smile|😄 laughing smile|😅 sweat relief|🤣 rolling laugh|🙂 slight smile|😉 wink|😊 blush smile
😍 heart eyes love|😘 kiss|😋 yummy|😎 cool sunglasses|🤩 star struck|🤔 thinking hmm|🤨 doubt|😐 neutral|🙄 eye roll|😏 smirk
😴 sleeping tired|😌 relieved|😬 grimace|🥳 party face|😇 angel|🤗 hug|🫡 salute|🤐 zipped|😳 flushed|🥺 pleading|😭 sobbing cry
😱 scream|😤 huff|😡 angry|🤯 mind blown|🥶 cold|🥵 hot|🤒 ill sick|🤧 sneeze|💀 skull dead|👻 ghost|🤖 robot|💩 poop
👋 wave hello bye|👌 ok|✌️ victory peace|🤞 fingers crossed luck|🙏 please thanks pray|👏 clap|🙌 praise hooray|💪 strong
👀 eyes look|👎 thumbs down no|🤝 handshake deal|✅ check done|❌ cross no|❓ question|❗ important|💯 hundred|🔥 fire|✨ sparkles
⭐ star|💡 idea|💔 broken heart|💙 blue heart|💚 green heart|🧡 orange heart|🌹 rose|🌻 sunflower|🌈 rainbow|☀️ sun|🌧️ rain|❄️ snow
🐶 dog|🐱 cat|🦊 fox|🐢 turtle slow|🐝 bee busy|🍎 apple|🍕 pizza|🍰 cake|☕ coffee tea|🍺 beer|🥂 cheers|🚀 rocket ship it
🚗 car|🚲 bicycle|✈️ plane travel|🏠 home|🎁 gift present|🎂 birthday|🎵 music|📷 camera|📎 paperclip|📌 pin|📅 calendar|⏰ alarm
🔒 lock|🔧 wrench fix|🐛 bug|🏆 trophy win|⚽ football|🧘 calm`;

export interface Emoji {
  readonly emoji: string;
  readonly name: string;
}

export const EMOJI: readonly Emoji[] = TABLE.split(/[|\n]/).map((entry) => {
  const [emoji = "", ...words] = entry.split(" ");
  return { emoji, name: words.join(" ") };
});
