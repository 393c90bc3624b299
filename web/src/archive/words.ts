import en from "@/words/en/archive.json";
import { speak } from "@/words/lookup";

export const say = speak(en);
