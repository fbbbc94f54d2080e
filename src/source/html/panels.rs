//! Finds the panels of titles in a page.
//!
//! The opening control names the panel: `aria-controls="id"`, `href="#id"`, `data-target="#id"`. A control labelled
//! with an action (`Del`, `Vis menu`) opens no panel of text.

use std::collections::HashSet;

use html5gum::{DefaultEmitter, Reader, Token, Tokenizer};

use super::tags::{controls, is_command, target};

/// The control being read: its tag's name, its target, its words.
struct Control {
    name: Vec<u8>,
    target: Vec<u8>,
    words: String,
}

/// The ids of the panels.
pub(super) fn panels<R: Reader>(tokens: Tokenizer<R, DefaultEmitter<()>>) -> HashSet<Vec<u8>> {
    let mut panels = HashSet::new();
    let mut control: Option<Control> = None;
    for token in tokens {
        match token {
            Ok(Token::StartTag(tag)) if controls(&tag) => {
                control = target(&tag).map(|target| Control { name: tag.name.to_vec(), target, words: String::new() });
            }
            Ok(Token::String(text)) => {
                if let Some(control) = &mut control {
                    control.words.push_str(&String::from_utf8_lossy(&text));
                }
            }
            Ok(Token::EndTag(tag)) => {
                let ended = control.take_if(|control| control.name == tag.name[..]);
                panels.extend(ended.filter(|control| !is_command(&control.words)).map(|control| control.target));
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    panels
}
