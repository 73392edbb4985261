"""What the mock's models know to say."""

from __future__ import annotations

OPENINGS = (
    "Let us look at “{quote}” together.",
    "“{quote}” … that is a good place to start.",
    "I like “{quote}”.",
    "Good. You say “{quote}”, and I can work with that.",
)
THOUGHTS = (
    "What stays with me is the word “{word}”; I would build the rest around it.",
    "If “{word}” is the heart of it, the rest should be quieter, so that it is heard.",
    "Try to show “{word}” in one small picture instead of explaining it.",
    "I would keep “{word}” for the chorus and let the verses only hint at it.",
)
ADVICE = (
    "Read it aloud once — the line where you stumble is the one to change.",
    "One more verse would be too many; a bridge may be just right.",
    "A slower beat would leave room for the pauses.",
    "Shall we write the next line, or first change what is there?",
)
LINES = (
    "The {word} is waiting where the river turns",
    "And I can hear the {word} in every passing train",
    "We left the {word} burning on the window sill",
    "Oh, tell me of the {word} till the morning comes",
    "There is a {word} that nobody can name",
    "I carried your {word} through the rain",
    "Hold on, the {word} will find us once again",
    "No map has ever shown the {word} to me",
)
TAILS = (
    "and the night leans in",
    "while the harbour sleeps",
    "like a slow refrain",
    "till the lights go down",
)
TITLES = ("{word} in Blue", "The Last {word}", "{word} Lights", "Beyond the {word}", "{word} Again")
STYLES = (
    "folk rock, warm, acoustic guitar, brushed drums, 92 bpm",
    "dream pop, wide pads, soft voice, slow build, 84 bpm",
    "indie, driving bass, handclaps, bright chorus, 118 bpm",
    "chanson, upright piano, close microphone, rubato",
)
PICTURES = (
    "soft light from the left, fine grain, muted colours, a calm centre",
    "seen from far away, low sun, long shadows, deep blue and amber",
    "close up, shallow focus, rain on glass, reflections of a city",
    "wide horizon, small figure, heavy clouds, one patch of light",
)
_SMALL = (
    "about above after again also and are because been before being below between but can could "
    "did does down each for from had has have her here him his how into its just keep like make "
    "more most not now only other our out over own please same she should some song such tell "
    "text than that the their them then there these they this those through too under until up "
    "very want was were what when where which while who why will with would write you your aber "
    "als auch auf aus bei bin bis das dass dem den der des die ein eine einen einer es für hat "
    "ich ihr ihre im in ist kann mein mich mir mit nicht noch nur oder sein sich sie sind so "
    "über um und uns von vor war was wenn wie wir wird zu zum zur"
)
SMALL_WORDS = frozenset(_SMALL.split())
