import en from "@/words/en/settings.json";
import { speak } from "@/words/lookup";

export const say = speak(en);
