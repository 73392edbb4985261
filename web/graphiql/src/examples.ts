/** What the editor holds on the first visit. */

import { texts } from './texts';

const examples = `mutation CreateSketch {
  createSketch(input: {
    prompt: "${texts.sketchIdea}"
  }) {
    sketch { id title }
    userErrors { code message }
  }
}

mutation GenerateSong {
  generateSong(input: {
    prompt: "${texts.songStyle}"
    lyrics: "${texts.songLyrics}"
  }) {
    song { id }
    job { id }
    userErrors { code message }
  }
}

subscription SongProgress {
  songProgress(songId: "…") {
    seq stage status progress
  }
}`;

export const firstVisit = `# ${texts.greeting}

query Me {
  me {
    email
  }
}

# ${texts.examples}
#
${examples.replace(/^/gm, '# ').replace(/ +$/gm, '')}
`;
